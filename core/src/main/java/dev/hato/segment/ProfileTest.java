package dev.hato.segment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A condition, compiled. The cost is a guess at how long it takes, in comparisons. */
abstract class ProfileTest {
    static final ProfileTest EVERYONE = constant(true);
    static final ProfileTest NO_ONE = constant(false);

    final int cost;

    ProfileTest(int cost) {
        this.cost = cost;
    }

    abstract boolean test(Profile profile);

    static ProfileTest allOf(List<ProfileTest> tests) {
        ProfileTest[] cheapFirst = cheapFirst(tests, EVERYONE);
        if (tests.contains(NO_ONE)) {
            return NO_ONE;
        }
        return switch (cheapFirst.length) {
            case 0 -> EVERYONE;
            case 1 -> cheapFirst[0];
            default ->
                new ProfileTest(cost(cheapFirst)) {
                    @Override
                    boolean test(Profile profile) {
                        for (ProfileTest test : cheapFirst) {
                            if (!test.test(profile)) {
                                return false;
                            }
                        }
                        return true;
                    }
                };
        };
    }

    static ProfileTest anyOf(List<ProfileTest> tests) {
        ProfileTest[] cheapFirst = cheapFirst(tests, NO_ONE);
        if (tests.contains(EVERYONE)) {
            return EVERYONE;
        }
        return switch (cheapFirst.length) {
            case 0 -> NO_ONE;
            case 1 -> cheapFirst[0];
            default ->
                new ProfileTest(cost(cheapFirst)) {
                    @Override
                    boolean test(Profile profile) {
                        for (ProfileTest test : cheapFirst) {
                            if (test.test(profile)) {
                                return true;
                            }
                        }
                        return false;
                    }
                };
        };
    }

    static ProfileTest not(ProfileTest test) {
        if (test == EVERYONE || test == NO_ONE) {
            return test == EVERYONE ? NO_ONE : EVERYONE;
        }
        return new ProfileTest(test.cost) {
            @Override
            boolean test(Profile profile) {
                return !test.test(profile);
            }
        };
    }

    private static ProfileTest constant(boolean value) {
        return new ProfileTest(0) {
            @Override
            boolean test(Profile profile) {
                return value;
            }
        };
    }

    private static ProfileTest[] cheapFirst(List<ProfileTest> tests, ProfileTest neutral) {
        return tests.stream()
                .filter(test -> test != neutral)
                .sorted(Comparator.comparingInt(test -> test.cost))
                .toArray(ProfileTest[]::new);
    }

    private static int cost(ProfileTest[] tests) {
        return Arrays.stream(tests).mapToInt(test -> test.cost).reduce(0, (a, b) -> Math.min(a + b, 1 << 20));
    }
}
