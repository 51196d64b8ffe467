package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ReadyMail;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gives mails in order, keeps their outcomes, and fails where it is not asked as promised. */
class ListQueue implements MailQueue {
    private final List<ReadyMail> mails;
    private final List<SendOutcome> outcomes = new ArrayList<>();
    private final Thread thread = Thread.currentThread();
    private int given;
    private boolean ended;

    ListQueue(List<ReadyMail> mails) {
        this.mails = mails;
    }

    /** A queue of so many mails to one recipient, with Message-IDs counted from 1. */
    static ListQueue of(int count) {
        return new ListQueue(
                IntStream.rangeClosed(1, count).mapToObj(ListQueue::mail).toList());
    }

    static ReadyMail mail(int number) {
        return new ReadyMail(Sending.SENDER, Sending.HANAKO, Sending.mail(number, "text"));
    }

    @Override
    public @Nullable ReadyMail next() {
        assertThat(Thread.currentThread()).isSameAs(thread);
        assertThat(given - outcomes.size()).as("mails without an outcome").isLessThanOrEqualTo(1);
        assertThat(ended).as("asked again after the end").isFalse();
        if (given == mails.size()) {
            ended = true;
            return null;
        }
        return mails.get(given++);
    }

    @Override
    public void outcome(ReadyMail mail, SendOutcome outcome) {
        assertThat(mail).isSameAs(mails.get(outcomes.size()));
        assertThat(outcomes.size()).isLessThan(given);
        outcomes.add(outcome);
    }

    /** Returns how many mails were asked for. */
    int given() {
        return given;
    }

    List<SendOutcome> outcomes() {
        return outcomes;
    }
}
