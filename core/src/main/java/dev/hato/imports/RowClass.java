package dev.hato.imports;

/** What became of a row. Every row ends in exactly one class. */
public enum RowClass {
    /** 成功: the contact or event was inserted, or the contact overwritten. */
    SUCCEEDED("成功"),
    /** 失敗: the row is wrong, and nothing was changed. */
    FAILED("失敗"),
    /** その他: it was there already, and was left as it was. */
    OTHER("その他"),
    /** 配信停止: the row stopped a subscription, or began one as stopped. */
    STOPPED("配信停止");

    private final String label;

    RowClass(String label) {
        this.label = label;
    }

    /** Returns the Japanese term, as it stands in result files. */
    public String label() {
        return label;
    }
}
