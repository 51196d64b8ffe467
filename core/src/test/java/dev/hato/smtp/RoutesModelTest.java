package dev.hato.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random routes, answers and times against a small model of what is promised. */
class RoutesModelTest {
    private static final List<SendOutcome> ANSWERS = List.of(
            ScriptedTransport.taken(),
            ScriptedTransport.refused(),
            ScriptedTransport.later(),
            ScriptedTransport.uncertain(),
            ScriptedTransport.routeDown());

    /** What a route promises, kept as plainly as possible. */
    private static final class Model {
        final int weight;
        final int failuresAllowed;
        final int refusalsAllowed;
        long current;
        int failures;
        int refusals;
        Duration nextPause = Duration.ofMinutes(1);
        boolean refusing;

        @Nullable Instant until;

        Model(int weight, int failuresAllowed, int refusalsAllowed) {
            this.weight = weight;
            this.failuresAllowed = failuresAllowed;
            this.refusalsAllowed = refusalsAllowed;
        }

        boolean open(Instant now) {
            return until == null || !until.isAfter(now);
        }

        void take(int answer, Instant now) {
            boolean trial = until != null;
            boolean pause = false;
            if (answer == 0) {
                failures = 0;
                refusals = 0;
                nextPause = Duration.ofMinutes(1);
            } else if (answer <= 2) {
                failures = 0;
                refusals++;
                pause = refusals >= refusalsAllowed || (trial && refusing);
            } else {
                failures++;
                pause = trial || failures >= failuresAllowed;
            }
            until = null;
            if (pause) {
                refusing = answer <= 2;
                until = now.plus(nextPause);
                Duration doubled = nextPause.multipliedBy(2);
                nextPause = doubled.compareTo(Duration.ofMinutes(30)) > 0 ? Duration.ofMinutes(30) : doubled;
            }
        }
    }

    /** Returns which route has the next mail by smooth weighted round robin, or -1. */
    private static int next(List<Model> models, List<Integer> tried, Instant now) {
        long total = 0;
        int best = -1;
        for (int i = 0; i < models.size(); i++) {
            Model model = models.get(i);
            if (model.weight > 0 && model.open(now) && !tried.contains(i)) {
                model.current += model.weight;
                total += model.weight;
                if (best < 0 || model.current > models.get(best).current) {
                    best = i;
                }
            }
        }
        if (best >= 0) {
            models.get(best).current -= total;
            return best;
        }
        for (int i = 0; i < models.size(); i++) {
            if (models.get(i).open(now) && !tried.contains(i)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void randomRoutesAndAnswers_actLikeTheModel() {
        for (int seed = 0; seed < 100; seed++) {
            run(seed);
        }
    }

    private static void run(int seed) {
        Random random = new Random(seed);
        VirtualTime time = new VirtualTime();
        int count = 1 + random.nextInt(4);
        int[] answers = new int[count];
        List<Integer> asked = new ArrayList<>();
        List<Model> models = new ArrayList<>();
        Route[] routes = new Route[count];
        for (int i = 0; i < count; i++) {
            int me = i;
            Model model = new Model(random.nextInt(6), 1 + random.nextInt(5), 1 + random.nextInt(8));
            models.add(model);
            ScriptedTransport transport = new ScriptedTransport().answer(id -> {
                asked.add(me);
                return ANSWERS.get(answers[me]);
            });
            routes[i] = Route.to("r" + i, transport)
                    .weight(model.weight)
                    .pauseAfterFailures(model.failuresAllowed)
                    .pauseAfterRefusals(model.refusalsAllowed)
                    .build();
        }
        try (RoutedTransport transport = RoutedTransport.builder(routes)
                .clock(time)
                .pause(time)
                .listener(new Heard())
                .build()) {
            for (int step = 0; step < 400; step++) {
                for (int i = 0; i < count; i++) {
                    answers[i] = random.nextInt(3) == 0 ? random.nextInt(ANSWERS.size()) : answers[i];
                }
                if (random.nextInt(4) == 0) {
                    time.advance(Duration.ofSeconds(random.nextInt(random.nextInt(20) == 0 ? 4000 : 90)));
                }
                asked.clear();
                int number = step;
                SendOutcome outcome = ScriptedTransport.send(transport, number);

                List<Integer> tried = new ArrayList<>();
                int answer = 4;
                int next = next(models, tried, time.instant());
                while (next >= 0) {
                    tried.add(next);
                    answer = answers[next];
                    models.get(next).take(answer, time.instant());
                    next = answer == 4 ? next(models, tried, time.instant()) : -1;
                }
                assertThat(asked).as("seed %s, step %s", seed, step).isEqualTo(tried);
                if (answer == 4) {
                    assertThat(outcome).isInstanceOf(SendOutcome.Deferred.class);
                    assertThat(outcome.detail()).contains("'r0'").contains("'r" + (count - 1) + "'");
                } else {
                    assertThat(outcome).isSameAs(ANSWERS.get(answer));
                }
                for (int i = 0; i < count; i++) {
                    RouteStatus status = transport.routes().get(i);
                    assertThat(status.pausedUntil()).as(status.name()).isEqualTo(models.get(i).until);
                }
            }
        }
        assertThat(time.waited()).as("nobody waits for a pause").isZero();
    }

    @Test
    void randomRows_haveOneOutcomeEachAndNoMailIsTakenTwice() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            VirtualTime time = new VirtualTime();
            List<String> maybeTaken = new ArrayList<>();
            Route[] routes = new Route[1 + random.nextInt(4)];
            for (int i = 0; i < routes.length; i++) {
                ScriptedTransport transport =
                        random.nextBoolean() ? new ScriptedTransport.Rows() : new ScriptedTransport();
                int health = 1 + random.nextInt(20);
                transport.answer(id -> {
                    SendOutcome outcome = ANSWERS.get(random.nextInt(health) == 0 ? random.nextInt(5) : 0);
                    if (!(outcome instanceof SendOutcome.Deferred)) {
                        maybeTaken.add(id);
                    }
                    time.advance(Duration.ofMillis(random.nextInt(500)));
                    return outcome;
                });
                Route.Builder route = Route.to("r" + i, transport).weight(random.nextInt(4));
                if (random.nextBoolean()) {
                    route.speed(1 + random.nextInt(9), Duration.ofSeconds(1)).burst(1 + random.nextInt(5));
                }
                routes[i] = route.concurrent(1 + random.nextInt(2)).build();
            }
            ListQueue queue = new ListQueue(0, 500);
            try (RoutedTransport transport = RoutedTransport.builder(routes)
                    .clock(time)
                    .pause(time)
                    .listener(new Heard())
                    .build()) {
                transport.sendAll(queue);
            }
            assertThat(queue.outcomes()).as("seed %s", seed).hasSize(500);
            assertThat(maybeTaken).as("seed %s", seed).doesNotHaveDuplicates();
            long settled = queue.outcomes().values().stream()
                    .filter(outcome -> !(outcome instanceof SendOutcome.Deferred))
                    .count();
            assertThat(maybeTaken).as("seed %s", seed).hasSize((int) settled);
        }
    }
}
