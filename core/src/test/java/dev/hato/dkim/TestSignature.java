package dev.hato.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signs by the letter of the RFC, simple/simple, with whatever tags a test wants: right, odd or forbidden. */
final class TestSignature {
    static final String FROM = "From: a@shop.example\r\n";
    static final String BODY = "Hello\r\nworld\r\n";

    private final Map<String, String> tags = new LinkedHashMap<>();
    private DkimKey key = TestKeys.RSA;

    TestSignature() throws Exception {
        tags.put("v", "1");
        tags.put("a", "rsa-sha256");
        tags.put("d", "shop.example");
        tags.put("s", "rsa1");
        tags.put("h", "From");
        tags.put("bh", hash(BODY));
    }

    static String hash(String body) throws Exception {
        return Base64.getEncoder()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    TestSignature key(DkimKey value) {
        key = value;
        tags.put("a", value.algorithm().word);
        return this;
    }

    /** Sets a tag; null leaves it out. */
    TestSignature tag(String name, String value) {
        if (value == null) {
            tags.remove(name);
        } else {
            tags.put(name, value);
        }
        return this;
    }

    /** Returns the mail, signed with all the tags as they are. */
    byte[] mail() throws Exception {
        return mail("; ", "");
    }

    byte[] mail(String separator, String end) throws Exception {
        StringBuilder header = new StringBuilder("DKIM-Signature: ");
        tags.forEach(
                (name, value) -> header.append(name).append('=').append(value).append(separator));
        header.append("b=");
        Signature signature = Signature.getInstance(key.algorithm().signature);
        signature.initSign(key.privateKey());
        byte[] signed = (FROM + header + end).getBytes(StandardCharsets.ISO_8859_1);
        signature.update(
                key.algorithm() == DkimAlgorithm.ED25519_SHA256
                        ? MessageDigest.getInstance("SHA-256").digest(signed)
                        : signed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(Base64.getEncoder().encode(signature.sign()));
        out.writeBytes((end + "\r\n" + FROM + "\r\n" + BODY).getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }
}
