package dev.hato.message;

/** Whether octets can follow DATA without being looked at one by one (RFC 5321, 4.1.1.4 and 4.5.2). */
final class SmtpReadiness {
    private SmtpReadiness() {}

    /**
     * Returns whether all octets are ASCII, each CR and LF is one of a CRLF, no line begins with a dot, and the last
     * line is ended. The first octet counts as the beginning of a line.
     */
    static boolean of(byte[] octets, int from, int to) {
        boolean lineStart = true;
        int i = from;
        while (i < to) {
            byte c = octets[i++];
            if (c == '\r') {
                if (i == to || octets[i++] != '\n') {
                    return false;
                }
                lineStart = true;
            } else if (c < 0 || c == '\n' || (lineStart && c == '.')) {
                return false;
            } else {
                lineStart = false;
            }
        }
        return lineStart;
    }
}
