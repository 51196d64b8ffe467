package dev.hato.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads private keys and finds their public halves. No message shows any part of a key. */
final class PrivateKeys {
    static final int SEED = 32;

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
    private static final String NOT_READ = " Write it with: openssl pkcs8 -topk8 -nocrypt -in KEY.";

    private PrivateKeys() {}

    static KeyPair ofPem(String pem) {
        Matcher begin = BEGIN.matcher(pem);
        if (!begin.find()) {
            throw new IllegalArgumentException(
                    "The text has no line -----BEGIN PRIVATE KEY-----: it is not a key in PEM." + NOT_READ);
        }
        String kind = begin.group(1);
        boolean pkcs1 = kind.equals("RSA PRIVATE KEY");
        if (!pkcs1 && !kind.equals("PRIVATE KEY")) {
            throw new IllegalArgumentException("The PEM holds '" + kind
                    + "'; an unencrypted PRIVATE KEY (PKCS #8) or RSA PRIVATE KEY (PKCS #1) is needed." + NOT_READ);
        }
        int end = pem.indexOf("-----END " + kind + "-----", begin.end());
        if (end < 0) {
            throw new IllegalArgumentException(
                    "The PEM has no line -----END " + kind + "-----: it is cut; read the whole file.");
        }
        String content = pem.substring(begin.end(), end);
        if (content.contains("ENCRYPTED")) {
            throw new IllegalArgumentException("The PEM is encrypted; decrypt it first." + NOT_READ);
        }
        byte[] der = TagList.base64(content);
        if (der == null) {
            throw new IllegalArgumentException("The PEM's content is not base64; read the file as text.");
        }
        return pair(pkcs8(pkcs1 ? Der.rsaPrivateKey(der) : der));
    }

    private static PrivateKey pkcs8(byte[] der) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
            try {
                return KeyFactory.getInstance(algorithm.keyFactory).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // of the other kind, or of none
            } catch (NoSuchAlgorithmException e) {
                throw missing(algorithm.keyFactory, e);
            }
        }
        throw new IllegalArgumentException(
                "The PEM's key is damaged, or neither RSA nor Ed25519, which are all that DKIM has." + NOT_READ);
    }

    static KeyPair ofSeed(byte[] seed) {
        if (seed.length != SEED) {
            throw new IllegalArgumentException(
                    "The Ed25519 seed has " + seed.length + " octets; it must have " + SEED + ".");
        }
        return pair(pkcs8(Der.ed25519PrivateKey(seed)));
    }

    /** Finds the public half. */
    static KeyPair pair(PrivateKey key) {
        try {
            if (key instanceof RSAPrivateCrtKey rsa) {
                RSAPublicKeySpec spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
                return new KeyPair(KeyFactory.getInstance("RSA").generatePublic(spec), key);
            }
            if (key instanceof EdECPrivateKey ed
                    && ed.getParams().getName().equalsIgnoreCase("Ed25519")
                    && ed.getBytes().isPresent()) {
                return new KeyPair(publicOf(ed.getBytes().get()), key);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The private key's public half cannot be computed; give a KeyPair.", e);
        }
        throw new IllegalArgumentException("The " + key.getAlgorithm()
                + " key does not show what its public half is computed from; give a KeyPair of RSA or Ed25519.");
    }

    /** Java computes public keys only when it generates a pair: it is given the seed for randomness. */
    private static PublicKey publicOf(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
        KeyPair pair = generator.generateKeyPair();
        boolean same = pair.getPrivate() instanceof EdECPrivateKey made
                && Arrays.equals(made.getBytes().orElse(new byte[0]), seed);
        if (!same) {
            throw new InvalidAlgorithmParameterException("The provider "
                    + generator.getProvider().getName() + " does not take the seed from the randomness it is given.");
        }
        return pair.getPublic();
    }

    static KeyPair generate(DkimAlgorithm algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.keyFactory);
            if (algorithm == DkimAlgorithm.RSA_SHA256) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw missing(algorithm.keyFactory, e);
        }
    }

    static IllegalStateException missing(String name, NoSuchAlgorithmException cause) {
        return new IllegalStateException(
                "This Java has no " + name + "; a jlinked image needs the module jdk.crypto.ec.", cause);
    }

    /** Hands out the octets it was made with. */
    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] octets;

        FixedRandom(byte[] octets) {
            this.octets = octets.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(octets, 0, bytes, 0, Math.min(bytes.length, octets.length));
        }
    }
}
