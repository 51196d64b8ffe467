package dev.hato.internal;

import dev.hato.HatoListener;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryProgress;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.lint.LintReport;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a broken listener from stopping what it listens to. */
public final class SafeListener implements HatoListener {
    private static final Logger LOG = LoggerFactory.getLogger(HatoListener.class);

    private final HatoListener listener;
    private final boolean followsProgress;

    /** Wraps the host's listener. */
    public SafeListener(HatoListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        followsProgress = overridesProgress(listener.getClass());
    }

    private static boolean overridesProgress(Class<?> type) {
        try {
            return type.getMethod("deliveryProgressed", DeliveryProgress.class).getDeclaringClass()
                    != HatoListener.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("A listener lacks the interface's method.", e);
        }
    }

    /** Returns whether the host has overridden {@link #deliveryProgressed}, so that counting for it is worth it. */
    public boolean followsProgress() {
        return followsProgress;
    }

    @Override
    public void templateLinted(LintReport report) {
        guarded(() -> listener.templateLinted(report));
    }

    @Override
    public void deliveryChanged(Delivery delivery) {
        guarded(() -> listener.deliveryChanged(delivery));
    }

    @Override
    public void deliveryProgressed(DeliveryProgress progress) {
        guarded(() -> listener.deliveryProgressed(progress));
    }

    @Override
    public void mailChanged(SendKey mail, OutboxEntry.Progress progress) {
        guarded(() -> listener.mailChanged(mail, progress));
    }

    @Override
    public void routeFailed(String detail) {
        guarded(() -> listener.routeFailed(detail));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("The listener failed; the delivery goes on.", e);
        }
    }
}
