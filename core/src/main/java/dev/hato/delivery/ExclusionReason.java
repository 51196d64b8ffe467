package dev.hato.delivery;

/** Why a mail was not sent. Each mail that is not sent has exactly one. */
public enum ExclusionReason {
    /** The contact never was on the list, or is not any more. */
    NOT_SUBSCRIBED("未登録"),
    /** The subscription is stopped. */
    STOPPED("配信停止"),
    /** The subscription is banned. */
    BANNED("配信禁止"),
    /** The double opt-in is not confirmed. */
    PENDING("登録確認待ち"),
    /** The address had too many delivery errors. */
    ADDRESS_ERROR("アドレスエラー"),
    /** The recipient complained. */
    COMPLAINED("迷惑メール報告"),
    /** An operator suppressed the address. */
    SUPPRESSED("送信抑止"),
    /** The contact is not there any more. */
    CONTACT_REMOVED("顧客削除済み"),
    /** Somebody was erased under the address; spot mail does not go there. */
    ERASED("削除済みアドレス"),
    /** The template needs a field that the contact does not have. */
    MISSING_FIELD("差し込み項目なし"),
    /** The message could not be made from the template and the contact's data. */
    NOT_RENDERED("本文作成エラー"),
    /** The delivery was cancelled before the mail's turn. */
    CANCELLED("配信中止"),
    /** The delivery failed before the mail's turn. */
    DELIVERY_FAILED("配信失敗");

    private final String label;

    ExclusionReason(String label) {
        this.label = label;
    }

    /** Returns the Japanese term, as it stands in reports. */
    public String label() {
        return label;
    }
}
