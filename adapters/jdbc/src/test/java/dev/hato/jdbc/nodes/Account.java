package dev.hato.jdbc.nodes;

import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the database says of each mail beside what the sink took. */
final class Account {
    final Map<MailState, Integer> states = new HashMap<>();
    final Set<SendKey> lost = new HashSet<>();
    final Set<SendKey> forbiddenDoubles = new HashSet<>();
    final Set<SendKey> unlistedDoubles = new HashSet<>();
    final Set<SendKey> changedMessageIds = new HashSet<>();
    int mails;
    int doubles;
    int uncertain;

    void add(OutboxEntry entry, List<String> messageIds) {
        mails++;
        MailState state = entry.state();
        SendKey key = entry.mail().key();
        boolean listed = entry.progress().uncertain();
        states.merge(state, 1, Integer::sum);
        uncertain += listed ? 1 : 0;
        boolean atMostOnce = !key.source().equals(SendKey.TRANSACTIONAL);
        if (messageIds.isEmpty() && !(atMostOnce && state == MailState.UNKNOWN)) {
            lost.add(key);
        }
        if (messageIds.size() > 1) {
            doubles++;
            if (atMostOnce) {
                forbiddenDoubles.add(key);
            }
            if (!listed) {
                unlistedDoubles.add(key);
            }
        }
        if (Set.copyOf(messageIds).size() > 1) {
            changedMessageIds.add(key);
        }
    }

    @Override
    public String toString() {
        return mails + " mails " + states + ", lost " + lost.size() + ", doubled " + doubles + " (forbidden "
                + forbiddenDoubles.size() + ", not listed " + unlistedDoubles.size() + "), uncertain " + uncertain;
    }
}
