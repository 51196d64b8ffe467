package dev.hato.tracking;

import dev.hato.tracking.TrackingPage.Kind;

/**
 * The words of a page.
 *
 * @param title the heading
 * @param text what it says where it has nothing to name
 * @param naming what it says where it has, with {@code %s} for it
 * @param button the words on the button; empty if there is none
 */
record PageWords(String title, String text, String naming, String button) {
    String text(String subject) {
        return naming.replace("%s", subject);
    }

    static PageWords of(Kind kind, boolean japanese) {
        return japanese ? japanese(kind) : english(kind);
    }

    private static PageWords plain(String title, String text) {
        return new PageWords(title, text, text, "");
    }

    private static PageWords japanese(Kind kind) {
        return switch (kind) {
            case UNSUBSCRIBE ->
                new PageWords(
                        "メールの配信停止", "メールの配信を停止します。よろしければボタンを押してください。", "「%s」の配信を停止します。よろしければボタンを押してください。", "配信を停止する");
            case UNSUBSCRIBED -> new PageWords("配信を停止しました", "今後このメールはお届けしません。", "今後「%s」はお届けしません。", "");
            case PREFERENCES -> new PageWords("配信設定", "受け取るメールを選んで保存してください。", "受け取るメールを選んで保存してください。", "保存する");
            case PREFERENCES_KEPT -> new PageWords("配信設定を保存しました", "現在の設定は次のとおりです。", "現在の設定は次のとおりです。", "保存する");
            case CONFIRM -> new PageWords("メール購読の確認", "購読を開始するにはボタンを押してください。", "「%s」の購読を開始するにはボタンを押してください。", "購読する");
            case CONFIRMED -> new PageWords("登録が完了しました", "購読の手続きが完了しました。", "「%s」の購読の手続きが完了しました。", "");
            case NOT_PENDING -> plain("この手続きは終了しています", "お手数ですが、もう一度お申し込みください。");
            case COUPON -> plain("クーポン", "ご利用の際に次のコードをお使いください。");
            case COUPON_USED -> plain("使用済みのクーポン", "このクーポンは使用済みです。");
            case COUPON_CLOSED -> plain("期間外のクーポン", "このクーポンは現在ご利用いただけません。");
            case TEST_MAIL ->
                new PageWords("テストメールのリンク", "これはテストメールのリンクです。何も変更されません。", "これはテストメールのリンクです。実際のメールでは次のページを開きます。", "");
            case NOT_FOUND -> plain("ページが見つかりません", "リンクが途中で切れていないかご確認ください。");
            case BAD_REQUEST -> plain("処理できませんでした", "メールのリンクからもう一度お試しください。");
            case TRY_LATER -> plain("ただいま処理できません", "しばらくしてからもう一度お試しください。");
        };
    }

    private static PageWords english(Kind kind) {
        return switch (kind) {
            case UNSUBSCRIBE ->
                new PageWords(
                        "Unsubscribe",
                        "Press the button to stop these mails.",
                        "Press the button to stop the mails of “%s”.",
                        "Unsubscribe");
            case UNSUBSCRIBED ->
                new PageWords(
                        "You are unsubscribed",
                        "You will not get these mails any more.",
                        "You will not get “%s” any more.",
                        "");
            case PREFERENCES ->
                new PageWords(
                        "Mail preferences",
                        "Choose the mails you want to get.",
                        "Choose the mails you want to get.",
                        "Save");
            case PREFERENCES_KEPT ->
                new PageWords(
                        "Your preferences are saved", "This is how they are now.", "This is how they are now.", "Save");
            case CONFIRM ->
                new PageWords(
                        "Confirm your subscription",
                        "Press the button to subscribe.",
                        "Press the button to subscribe to “%s”.",
                        "Subscribe");
            case CONFIRMED ->
                new PageWords(
                        "You are subscribed", "Your subscription is confirmed.", "You will get “%s” from now on.", "");
            case NOT_PENDING ->
                plain("Nothing to confirm", "This link has been used or is too old. Please sign up again.");
            case COUPON -> plain("Your coupon", "Use this code:");
            case COUPON_USED -> plain("Coupon used", "This coupon has been used.");
            case COUPON_CLOSED -> plain("Coupon not valid now", "This coupon cannot be used at the moment.");
            case TEST_MAIL ->
                new PageWords(
                        "Link of a test mail",
                        "This is a link of a test mail. Nothing is changed.",
                        "This is a link of a test mail. In a real one it leads here:",
                        "");
            case NOT_FOUND -> plain("Page not found", "Please check that the link is complete.");
            case BAD_REQUEST -> plain("That did not work", "Please try again from the link in your mail.");
            case TRY_LATER -> plain("Not available at the moment", "Please try again in a while.");
        };
    }
}
