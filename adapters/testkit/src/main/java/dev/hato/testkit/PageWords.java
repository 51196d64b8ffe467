package dev.hato.testkit;

import java.util.Locale;
import java.util.Map;

/** The words of a rehearsal's page, which are the keys, in the reader's language. */
final class PageWords {
    private static final Map<String, String> JAPANESE = Map.ofEntries(
            Map.entry("Rehearsal", "リハーサル"),
            Map.entry("enrolments", "登録"),
            Map.entry("mails", "メール送信"),
            Map.entry("left out", "スキップ"),
            Map.entry("ended early", "途中で終了"),
            Map.entry("still open", "継続中"),
            Map.entry("Timeline", "タイムライン"),
            Map.entry("Counts", "件数の推移"),
            Map.entry("Funnel", "ファネル"),
            Map.entry("Ways and examples", "経路と実例"),
            Map.entry("The scenario", "シナリオの内容"),
            Map.entry("Nothing happened.", "この期間には何も起きませんでした。"),
            Map.entry("Nothing happens after this.", "これ以降は何も起きません。"),
            Map.entry("Heights grow with the square root of the count.", "棒の高さは件数の平方根に比例します。"),
            Map.entry("Each mark is one contact.", "印ひとつが1件の登録です。"),
            Map.entry("Shaded: no business day.", "網かけ: 営業日以外"),
            Map.entry("The numbers as a table", "数値の表"),
            Map.entry("Date", "日付"),
            Map.entry("Week from", "週の初日"),
            Map.entry("Hour", "時刻"),
            Map.entry("Time", "日時"),
            Map.entry("Step", "ステップ"),
            Map.entry("What", "結果"),
            Map.entry("Waiting", "待機"),
            Map.entry("Reasons", "理由"),
            Map.entry("for example", "例"),
            Map.entry("more ways", "その他の経路"),
            Map.entry("until", "次回"),
            Map.entry("mailed", "送信"),
            Map.entry("done", "実行"),
            Map.entry("passed", "通過"),
            Map.entry("skipped", "スキップ"),
            Map.entry("ended here", "ここで終了"),
            Map.entry("failed", "失敗・不達"),
            Map.entry("note", "記録"),
            Map.entry("COMPLETED", "完了"),
            Map.entry("GOAL_REACHED", "目標達成"),
            Map.entry("EXITED", "途中終了"),
            Map.entry("WAITING", "待機中"),
            Map.entry("AWAITING_EVENT", "イベント待ち"),
            Map.entry("ACTING", "実行中"),
            Map.entry("UNSCHEDULED", "日時未定"),
            Map.entry("PAUSED", "一時停止"));

    private static final Map<String, String> ENGLISH = Map.of(
            "COMPLETED", "completed",
            "GOAL_REACHED", "goal reached",
            "EXITED", "exited",
            "WAITING", "waiting",
            "AWAITING_EVENT", "awaiting an event",
            "ACTING", "acting",
            "UNSCHEDULED", "without a time",
            "PAUSED", "paused");

    private final String language;
    private final Map<String, String> words;

    private PageWords(String language, Map<String, String> words) {
        this.language = language;
        this.words = words;
    }

    static PageWords in(Locale locale) {
        return locale.getLanguage().equals("ja") ? new PageWords("ja", JAPANESE) : new PageWords("en", ENGLISH);
    }

    /** Returns the language's tag. */
    String language() {
        return language;
    }

    /** Returns the words in the page's language. */
    String of(String words) {
        return this.words.getOrDefault(words, words);
    }
}
