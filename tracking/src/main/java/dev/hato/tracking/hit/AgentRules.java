package dev.hato.tracking.hit;

/** Says who sends a User-Agent header. Called by several threads at once. */
@FunctionalInterface
public interface AgentRules {
    /**
     * Returns what the agent is.
     *
     * @param agent the header's text; empty without one
     */
    AgentClass classify(String agent);

    /**
     * Returns this library's rules: programs that name themselves, and agents that are not like those of browsers, mail
     * programs and phones. What pretends to be a browser passes; the other rules of a judge are there for it.
     */
    static AgentRules standard() {
        return StandardAgents.INSTANCE;
    }
}
