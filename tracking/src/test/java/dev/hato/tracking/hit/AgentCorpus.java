package dev.hato.tracking.hit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The agents of the test input: those that are listed as crawlers' and those that are listed as browsers'. */
public final class AgentCorpus {
    private AgentCorpus() {}

    /** Returns the agents of crawlers. */
    public static Set<String> crawlers() throws IOException {
        Set<String> agents = new LinkedHashSet<>(listed("crawlers.yml"));
        JsonNode all = new ObjectMapper().readTree(Files.readString(file("crawler-user-agents.json")));
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

    private static Path file(String name) {
        String root = System.getProperty("hato.corpus", "");
        Path file = Path.of(System.getProperty("hato.root", ""))
                .resolve(root)
                .resolve("user-agents")
                .resolve(name);
        if (root.isBlank() || !Files.exists(file)) {
            System.out.println(
                    "[SKIPPED] agents of crawlers and browsers: the system property hato.corpus names no folder with "
                            + "user-agents/" + name);
            return Assumptions.abort("no " + name);
        }
        return file;
    }

    private static List<String> listed(String file) throws IOException {
        List<String> agents = new ArrayList<>();
        for (String line : Files.readAllLines(file(file))) {
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
