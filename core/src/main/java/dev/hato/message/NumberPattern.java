package dev.hato.message;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/**
 * A number's form, such as {@code #,##0.00}: exact, thread-safe, halves rounded away from zero.
 *
 * @param grouping digits in a group, 0 for none
 * @param least digits before the point at least
 * @param fractionLeast digits behind the point at least
 * @param fractionMost digits behind the point at most
 */
record NumberPattern(
        Affixes affixes, int grouping, int least, int fractionLeast, int fractionMost, DecimalFormatSymbols symbols) {

    /** What stands around the digits, and whether the number is written in hundredths. */
    record Affixes(String prefix, String suffix, String minusPrefix, String minusSuffix, boolean percent) {}

    /**
     * Reads {@code prefix digits suffix}, where digits are {@code #}, {@code 0}, one {@code .} and commas.
     *
     * @throws IllegalArgumentException if it has another form
     */
    static NumberPattern parse(String pattern, Locale locale) {
        int from = 0;
        while (from < pattern.length() && "#0,.".indexOf(pattern.charAt(from)) < 0) {
            from++;
        }
        int to = from;
        while (to < pattern.length() && "#0,.".indexOf(pattern.charAt(to)) >= 0) {
            to++;
        }
        String digits = pattern.substring(from, to);
        String prefix = pattern.substring(0, from);
        String suffix = pattern.substring(to);
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String fraction = point < 0 ? "" : digits.substring(point + 1);
        int comma = whole.lastIndexOf(',');
        boolean wrong = !whole.replace(",", "").matches("#*0+")
                || !fraction.matches("0*#*")
                || whole.startsWith(",")
                || whole.endsWith(",")
                || fraction.length() > 30
                || whole.length() > 60
                || suffix.chars().anyMatch(c -> "#0;".indexOf(c) >= 0)
                || prefix.indexOf(';') >= 0;
        if (wrong) {
            throw new IllegalArgumentException("a number's pattern is like #,##0 or #,##0.00 or 0.# or 0%");
        }
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        String minus = Character.toString(symbols.getMinusSign());
        Affixes affixes = new Affixes(prefix, suffix, minus + prefix, suffix, (prefix + suffix).indexOf('%') >= 0);
        return new NumberPattern(
                affixes,
                comma < 0 ? 0 : whole.length() - comma - 1,
                (int) whole.chars().filter(c -> c == '0').count(),
                (int) fraction.chars().filter(c -> c == '0').count(),
                fraction.length(),
                symbols);
    }

    /**
     * Returns the form of money in this currency, with as many fraction digits as it has.
     *
     * @throws IllegalArgumentException if there is no such currency
     */
    static NumberPattern currency(String code, Locale locale) {
        Currency currency = Currency.getInstance(code);
        DecimalFormat format = (DecimalFormat) NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        int fraction = Math.max(0, currency.getDefaultFractionDigits());
        DecimalFormatSymbols symbols = format.getDecimalFormatSymbols();
        symbols.setDecimalSeparator(symbols.getMonetaryDecimalSeparator());
        symbols.setGroupingSeparator(symbols.getMonetaryGroupingSeparator());
        Affixes affixes = new Affixes(
                format.getPositivePrefix(),
                format.getPositiveSuffix(),
                format.getNegativePrefix(),
                format.getNegativeSuffix(),
                false);
        return new NumberPattern(
                affixes, format.isGroupingUsed() ? format.getGroupingSize() : 0, 1, fraction, fraction, symbols);
    }

    String format(BigDecimal number) {
        BigDecimal scaled = affixes.percent() ? number.movePointRight(2) : number;
        BigDecimal rounded = scaled.setScale(fractionMost, RoundingMode.HALF_UP);
        boolean minus = rounded.signum() < 0;
        String plain = rounded.abs().toPlainString();
        int point = fractionMost == 0 ? plain.length() : plain.length() - fractionMost - 1;
        int end = plain.length();
        while (end > point + 1 + fractionLeast && plain.charAt(end - 1) == '0') {
            end--;
        }
        StringBuilder out = new StringBuilder(plain.length() + 16);
        out.append(minus ? affixes.minusPrefix() : affixes.prefix());
        int digits = Math.max(point, least);
        for (int i = 0; i < digits; i++) {
            int left = digits - i;
            if (i > 0 && grouping > 0 && left % grouping == 0) {
                out.append(symbols.getGroupingSeparator());
            }
            out.append(left > point ? '0' : plain.charAt(point - left));
        }
        if (end > point + 1) {
            out.append(symbols.getDecimalSeparator()).append(plain, point + 1, end);
        }
        return out.append(minus ? affixes.minusSuffix() : affixes.suffix()).toString();
    }
}
