package dev.hato.benchmarks;

import java.util.List;
import java.util.SplittableRandom;

/**
 * An invented shop, the same from the same seed: contacts with twelve attributes and ten purchases
 * on average.
 */
final class Shop {
    static final String[] PREFECTURES = {
        "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県",
        "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県",
        "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県",
        "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県"
    };
    static final long NOW_MICROS = 1_780_000_000_000_000L;
    static final long DAY_MICROS = 86_400_000_000L;
    static final int PURCHASES = 10;

    private static final String[] PLANS = {"free", "trial", "standard", "premium"};
    private static final String[] GENDERS = {"f", "m", "x"};
    private static final List<List<String>> TAGS =
            List.of(List.of(), List.of("vip"), List.of("newsletter"), List.of("staff"), List.of("newsletter", "vip"));

    final int contacts;
    private final SplittableRandom random = new SplittableRandom(20_260_601L);

    Shop(int contacts) {
        this.contacts = contacts;
    }

    /** A contact as it comes from the source, before anybody stores it in a way of their own. */
    record Person(
            int number,
            String name,
            String prefecture,
            String gender,
            String plan,
            List<String> tags,
            int birthDay,
            int age,
            int points,
            boolean magazine,
            int memberSinceDay,
            String company,
            String rank,
            int visits,
            List<Purchase> purchases) {}

    /** A purchase of a person, in order of time. */
    record Purchase(long micros, int amount) {}

    /** Takes each contact once, in order. */
    interface Visitor {
        void visit(Person person);
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < contacts; i++) {
            visitor.visit(person(i));
        }
    }

    private Person person(int number) {
        int purchases = PURCHASES / 2 + random.nextInt(PURCHASES + 1);
        // A contact's last purchase lies up to 400 days back, the others before it.
        long at = NOW_MICROS - (long) (random.nextDouble() * 400 * DAY_MICROS);
        Purchase[] made = new Purchase[purchases];
        for (int i = purchases - 1; i >= 0; i--) {
            made[i] = new Purchase(at, 100 + (int) (Math.pow(random.nextDouble(), 2) * 11_800));
            at -= 1 + (long) (random.nextDouble() * 40 * DAY_MICROS);
        }
        int age = 18 + random.nextInt(70);
        return new Person(
                number,
                "会員" + number,
                PREFECTURES[random.nextInt(PREFECTURES.length)],
                GENDERS[random.nextInt(GENDERS.length)],
                PLANS[random.nextInt(PLANS.length)],
                TAGS.get(random.nextInt(TAGS.size())),
                20_600 - age * 365,
                age,
                random.nextInt(10_000),
                random.nextInt(3) > 0,
                16_000 + random.nextInt(4_000),
                "会社" + random.nextInt(1_000),
                "R" + random.nextInt(5),
                random.nextInt(300),
                List.of(made));
    }
}
