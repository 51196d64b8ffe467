package dev.hato.jdbc;

import static dev.hato.jdbc.AlikeMails.LEASE;
import static dev.hato.jdbc.AlikeMails.contact;
import static dev.hato.jdbc.AlikeMails.deferred;
import static dev.hato.jdbc.AlikeMails.ended;
import static dev.hato.jdbc.AlikeMails.givenBack;
import static dev.hato.jdbc.AlikeMails.plan;
import static dev.hato.jdbc.AlikeMails.singles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.EmailAddress;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Outcome;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.SendKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Random calls of two nodes over plans of alike mails and single ones, each answer of which a model checks. */
final class OutboxLives {
    private static final int[] SIZES = {1, 5, 63, 64, 65, 100, 130, 200};
    private static final int[] LIMITS = {1, 3, 7, 30, 64, 80, 100, 300};
    private static final int REMEMBERED = 900;
    private static final Map<String, MailKind> SOURCES = Map.of(
            "delivery:a", MailKind.GROUP,
            "delivery:b", MailKind.GROUP,
            "delivery:spot", MailKind.SPOT,
            "scenario:s", MailKind.STEP);

    private final AlikeMails mails;
    private final List<JdbcStores> nodes;
    private final OutboxModel model = new OutboxModel();
    private final Random random;
    private final List<Claim> claims = new ArrayList<>();

    OutboxLives(AlikeMails mails, long seed) {
        this.mails = mails;
        this.nodes = List.of(mails.stores(), mails.node());
        this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L); // those of neighbouring numbers begin alike
    }

    /** Makes so many calls, then ends every mail. */
    void run(int calls) {
        for (int i = 0; i < calls; i++) {
            String what = "call " + i;
            try {
                what += ": " + call(random.nextInt(100));
                if (i % 8 == 0) {
                    model.assertThatIsSaidBy(node().outbox());
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
        while (model.hasOpen()) {
            mails.advance(LEASE.multipliedBy(20));
            for (List<Claim> last = claim(Set.of(), null, 80); !last.isEmpty(); last = claim(Set.of(), null, 80)) {
                complete(last.stream()
                        .map(claim -> ended(claim, MailState.BOUNCED))
                        .toList());
            }
        }
        model.assertThatIsSaidBy(mails.outbox());
    }

    private String call(int dice) {
        if (dice < 12) {
            return "add " + add();
        } else if (dice < 35) {
            Set<String> held = random.nextInt(4) == 0 ? Set.of("delivery:a", "scenario:s") : Set.of();
            SendKey only = held.isEmpty() && random.nextInt(6) == 0 ? anyKey() : null;
            return "claim " + claim(held, only, oneOf(LIMITS)).size();
        } else if (dice < 53) {
            List<Claim> some = some();
            model.started(some, mails.now(), node().outbox().start(some, mails.now()), true);
            return "start " + some.size();
        } else if (dice < 70) {
            return "complete " + complete(some().stream().map(this::outcome).toList());
        } else if (dice < 78) {
            List<Claim> some = some();
            Instant until = mails.now().plus(LEASE).plusSeconds(random.nextInt(20));
            model.renewed(some, until, node().outbox().renew(some, until));
            return "renew " + some.size();
        } else if (dice < 86) {
            mails.advance(Duration.ofSeconds(1 + random.nextInt(25)));
            return "advance";
        } else if (dice < 92) {
            return "exchange " + exchange();
        } else if (dice < 97) {
            int erased = random.nextInt(250);
            node().eraser().erase(contact(erased));
            model.erased(contact(erased));
            return "erase " + erased;
        }
        return "delete " + delete();
    }

    private JdbcStores node() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private int oneOf(int[] values) {
        return values[random.nextInt(values.length)];
    }

    private SendKey anyKey() {
        List<SendKey> keys = List.copyOf(model.keys());
        return keys.isEmpty() ? SendKey.ofCaller("nobody") : keys.get(random.nextInt(keys.size()));
    }

    private int add() {
        List<OutboxEntry> entries = new ArrayList<>();
        int dice = random.nextInt(12);
        if (dice > 0) {
            List<String> sources = SOURCES.keySet().stream().sorted().toList();
            String source = sources.get(random.nextInt(sources.size()));
            MailKind kind = SOURCES.getOrDefault(source, MailKind.GROUP);
            int from = random.nextInt(200);
            Instant due = mails.now().plusSeconds(10L * (random.nextInt(4) - 2));
            entries.addAll(plan(kind, source, due, from, from + oneOf(SIZES)));
        }
        if (dice < 2) {
            entries.addAll(singles(1 + random.nextInt(30)));
        }
        if (random.nextInt(4) == 0) {
            entries.replaceAll(entry -> random.nextInt(3) > 0
                    ? entry
                    : OutboxEntry.excluded(entry.mail(), ExclusionReason.STOPPED, mails.now()));
        }
        model.added(entries, node().outbox().add(entries));
        return entries.size();
    }

    private List<Claim> claim(Set<String> held, @Nullable SendKey only, int limit) {
        ClaimRequest request = new ClaimRequest(
                "node-" + random.nextInt(3), mails.now(), mails.now().plus(LEASE), limit, held, only);
        List<Claim> claimed = node().outbox().claim(request);
        model.claimed(request, claimed);
        claims.addAll(claimed);
        if (claims.size() > REMEMBERED) {
            claims.subList(0, claims.size() - REMEMBERED).clear();
        }
        return claimed;
    }

    /** Returns claims of old and new, of each mail at most one: a row of them, or here and there one. */
    private List<Claim> some() {
        Map<SendKey, Claim> some = new TreeMap<>();
        if (claims.isEmpty()) {
            return List.of();
        }
        int from = random.nextInt(4) == 0 ? random.nextInt(claims.size()) : Math.max(0, claims.size() - 250);
        List<Claim> row = new ArrayList<>(claims.subList(from, Math.min(claims.size(), from + 250)));
        if (random.nextBoolean()) {
            Collections.shuffle(row, random);
        }
        row.subList(0, Math.min(row.size(), 1 + random.nextInt(150))).forEach(claim -> some.put(claim.key(), claim));
        List<Claim> result = new ArrayList<>(some.values());
        Collections.shuffle(result, random);
        return result;
    }

    private Completion outcome(Claim claim) {
        return switch (random.nextInt(6)) {
            case 0 -> givenBack(claim, mails.now());
            case 1 -> givenBack(claim, mails.now().plusSeconds(random.nextInt(60)));
            case 2 -> deferred(claim, mails.now().plusSeconds(random.nextInt(60)));
            case 3 ->
                new Completion(
                        claim,
                        new Progress(
                                MailState.EXCLUDED, mails.now(), 0, false, ExclusionReason.NOT_SUBSCRIBED, "gone"));
            case 4 -> new Completion(claim, new Progress(MailState.UNKNOWN, mails.now(), 1, true, null, ""));
            default -> ended(claim, MailState.HANDED_OVER);
        };
    }

    private int complete(List<Completion> completions) {
        Set<SendKey> answer = node().outbox().complete(completions);
        model.completed(completions, answer, true);
        return answer.size();
    }

    private int exchange() {
        List<Outcome> outcomes = new ArrayList<>();
        List<Beginning> beginnings = new ArrayList<>();
        Set<SendKey> named = new HashSet<>();
        for (List<Claim> some : List.of(some(), some())) {
            for (Claim claim : some) {
                if (named.add(claim.key())) {
                    if (random.nextBoolean()) {
                        outcomes.add(new Outcome(outcome(claim), null));
                    } else {
                        EmailAddress address =
                                EmailAddress.of(claim.mail().contact().value() + "@example.jp");
                        beginnings.add(new Beginning(claim, address, null, null, null));
                    }
                }
            }
        }
        Set<SendKey> answer = node().exchange(outcomes, beginnings);
        assertThat(named).containsAll(answer);
        model.completed(outcomes.stream().map(Outcome::completion).toList(), answer, false);
        model.started(beginnings.stream().map(Beginning::claim).toList(), mails.now(), answer, false);
        return answer.size();
    }

    private long delete() {
        Duration kept = Duration.ofSeconds(20).plusMillis(1);
        Instant now = mails.now();
        long expected = model.deleted(now.minus(kept));
        assertThat(node().retention().keepMails(kept).clock(() -> now).run().mails())
                .isEqualTo(expected);
        return expected;
    }
}
