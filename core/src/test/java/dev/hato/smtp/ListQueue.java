package dev.hato.smtp;

import dev.hato.message.ReadyMail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A queue of numbered mails that insists on its contract: one ahead, one outcome each, in order, on one thread. */
class ListQueue implements MailQueue {
    private final Thread owner = Thread.currentThread();
    private final Deque<ReadyMail> waiting = new ArrayDeque<>();
    private final Deque<ReadyMail> open = new ArrayDeque<>();
    private final Map<String, SendOutcome> outcomes = new LinkedHashMap<>();
    private boolean ended;

    ListQueue(int first, int count) {
        for (int i = 0; i < count; i++) {
            waiting.add(ScriptedTransport.mail(first + i));
        }
    }

    @Override
    public @Nullable ReadyMail next() {
        check(Thread.currentThread() == owner, "called on another thread");
        check(open.size() <= 1, "asked more than one ahead");
        check(!ended, "asked again after the end");
        ReadyMail mail = waiting.poll();
        if (mail == null) {
            ended = true;
        } else {
            open.add(mail);
        }
        return mail;
    }

    @Override
    public void outcome(ReadyMail mail, SendOutcome outcome) {
        check(Thread.currentThread() == owner, "called on another thread");
        check(mail.equals(open.peek()), "an outcome out of turn");
        open.remove();
        check(outcomes.put(ScriptedTransport.id(mail), outcome) == null, "a second outcome");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    Map<String, SendOutcome> outcomes() {
        return outcomes;
    }

    List<String> given() {
        List<String> ids = new ArrayList<>(outcomes.keySet());
        open.forEach(mail -> ids.add(ScriptedTransport.id(mail)));
        return ids;
    }

    int left() {
        return waiting.size();
    }

    boolean settled() {
        return open.isEmpty();
    }
}
