package dev.hato.dkim;

import java.io.ByteArrayOutputStream;

/** The few ASN.1 envelopes that turn a bare key into what Java's key factories read (X.690). */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    private static final byte[] VERSION_0 = tagged(INTEGER, new byte[] {0});
    /** AlgorithmIdentifier of rsaEncryption, 1.2.840.113549.1.1.1 with NULL (RFC 8017, A.1). */
    private static final byte[] RSA = {
        0x30, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0
    };
    /** AlgorithmIdentifier of Ed25519, 1.3.101.112 (RFC 8410, 3). */
    private static final byte[] ED25519 = {0x30, 5, 6, 3, 0x2B, 0x65, 0x70};

    private Der() {}

    /** PKCS #8 around an RSAPrivateKey of PKCS #1 (RFC 5958, 2). */
    static byte[] rsaPrivateKey(byte[] pkcs1) {
        return tagged(SEQUENCE, VERSION_0, RSA, tagged(OCTET_STRING, pkcs1));
    }

    /** PKCS #8 around an Ed25519 seed (RFC 8410, 7). */
    static byte[] ed25519PrivateKey(byte[] seed) {
        return tagged(SEQUENCE, VERSION_0, ED25519, tagged(OCTET_STRING, tagged(OCTET_STRING, seed)));
    }

    /** SubjectPublicKeyInfo around an RSAPublicKey of PKCS #1 (RFC 5280, 4.1). */
    static byte[] rsaPublicKey(byte[] pkcs1) {
        return tagged(SEQUENCE, RSA, tagged(BIT_STRING, new byte[] {0}, pkcs1));
    }

    /** SubjectPublicKeyInfo around an Ed25519 public key of 32 octets (RFC 8410, 4). */
    static byte[] ed25519PublicKey(byte[] key) {
        return tagged(SEQUENCE, ED25519, tagged(BIT_STRING, new byte[] {0}, key));
    }

    private static byte[] tagged(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | octets);
            for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }
}
