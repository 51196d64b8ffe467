package dev.hato.tracking.hit;

import dev.hato.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The agents of the test input: those that are listed as crawlers' and those that are listed as browsers'. */
public final class AgentCorpus {
    private AgentCorpus() {}

    /** Returns the agents of crawlers. */
    public static Set<String> crawlers() throws IOException {
        Set<String> agents = new LinkedHashSet<>(listed("crawlers.yml"));
        JsonNode all = new ObjectMapper()
                .readTree(Files.readString(Corpus.file("user-agents/crawler-user-agents.json")));
        for (JsonNode crawler : all) {
            for (JsonNode agent : crawler.path("instances")) {
                agents.add(agent.asString());
            }
        }
        return agents;
    }

    /** Returns the agents of browsers, mail programs and apps. */
    public static Set<String> browsers() throws IOException {
        return new LinkedHashSet<>(listed("browsers.yml"));
    }

    private static List<String> listed(String file) throws IOException {
        List<String> agents = new ArrayList<>();
        for (String line : Files.readAllLines(Corpus.file("user-agents/" + file))) {
            if (line.startsWith("  - ")) {
                String text = line.substring(4);
                char quote = text.charAt(0);
                boolean quoted = (quote == '"' || quote == '\'') && text.length() > 1 && text.endsWith("" + quote);
                agents.add(quoted ? unquoted(text, quote) : text);
            }
        }
        return agents;
    }

    private static String unquoted(String text, char quote) {
        String inside = text.substring(1, text.length() - 1);
        return quote == '"' ? inside.replace("\\\"", "\"").replace("\\\\", "\\") : inside.replace("''", "'");
    }
}
