package dev.hato.tracking.hit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R9.4")
class StandardAgentsTest {
    private static final AgentRules RULES = AgentRules.standard();

    private static boolean isMachine(String agent) {
        AgentClass found = RULES.classify(agent);
        return found == AgentClass.PROGRAM || found == AgentClass.IMAGE_PROXY;
    }

    @Test
    void crawlers_areKnownInNinetyNineOfAHundred() throws IOException {
        Set<String> crawlers = AgentCorpus.crawlers();
        List<String> missed = new ArrayList<>();
        for (String agent : crawlers) {
            if (!isMachine(agent)) {
                missed.add(agent);
            }
        }

        assertThat(crawlers).hasSizeGreaterThan(2_500);
        System.out.println("[FIGURE] crawlers missed: " + missed.size() + " of " + crawlers.size());
        assertThat(missed).as("missed").hasSizeLessThanOrEqualTo(crawlers.size() / 100);
    }

    /** A few agents stand in both lists, which cannot both be right; they count for neither. */
    @Test
    void browsers_areTakenForMachinesInFewerThanOneOfTwoHundred() throws IOException {
        Set<String> browsers = new LinkedHashSet<>(AgentCorpus.browsers());
        browsers.removeAll(AgentCorpus.crawlers());
        List<String> wrong = new ArrayList<>();
        for (String agent : browsers) {
            if (isMachine(agent)) {
                wrong.add(agent);
            }
        }

        assertThat(browsers).hasSizeGreaterThan(500);
        System.out.println("[FIGURE] browsers taken for machines: " + wrong.size() + " of " + browsers.size());
        assertThat(wrong).as("wrong").hasSizeLessThanOrEqualTo(browsers.size() / 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (Linux; Android 6.0; CUBOT MAX) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/72.0 Mobile Safari/537.36",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
                "Mozilla/5.0 (Linux; Android 13; SO-51C) AppleWebKit/537.36 Chrome/118.0 Mobile Safari/537.36 YJApp-ANDROID jp.co.yahoo.android.ymail/9.0",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/13.14.0",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Thunderbird/115.3.1",
                "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17029; Pro)",
                "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; .NET4.0C; .NET CLR 3.5.30729; Microsoft Outlook 16.0; ms-office)",
                "DoCoMo/2.0 N905i(c100;TB;W24H16)",
                "KDDI-CA39 UP.Browser/6.2.0.13.1.5 (GUI) MMP/2.0",
                "SoftBank/1.0/940SH/SHJ001 Browser/NetFront/3.5 Profile/MIDP-2.0 Configuration/CLDC-1.1"
            })
    void peoplesAgents_areNotPrograms(String agent) {
        assertThat(RULES.classify(agent)).isEqualTo(AgentClass.PERSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
                "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"
            })
    void providersThatFetchImages_areKnown(String agent) {
        assertThat(RULES.classify(agent)).isEqualTo(AgentClass.IMAGE_PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "'><script>alert(1)</script>"})
    void whatNamesNobody_isNotJudged(String agent) {
        assertThat(RULES.classify(agent)).isEqualTo(AgentClass.UNRECOGNISED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"curl/8.5.0", "Java/17.0.2", "Go-http-client/2.0", "python-requests/2.31.0", "BarracudaCentral"})
    void tools_arePrograms(String agent) {
        assertThat(RULES.classify(agent)).isEqualTo(AgentClass.PROGRAM);
    }
}
