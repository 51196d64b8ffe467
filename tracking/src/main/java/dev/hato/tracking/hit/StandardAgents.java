package dev.hato.tracking.hit;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Knows programs by what they call themselves.
 *
 * <p>A word in an agent says more than its name: programs say what they do (crawl, check, preview), what they are written with,
 * or where to complain; and what does not begin as browsers do is mostly no browser. Names that only look so, such as those of
 * CUBOT's phones, are taken out before.
 */
final class StandardAgents implements AgentRules {
    static final StandardAgents INSTANCE = new StandardAgents();

    /** Parts of people's agents that look like a program's. */
    private static final Pattern OF_PEOPLE = Pattern.compile("""
            \\bcubot|fubo|\\bcaboto|turbotab|staticlogin:\\S*|airwatch|camscanner|mozacfetch|checkout
            |\\bnaver\\(inapp; search|hisearch/|yasearch|job search/|podcastrepublic|electron/[\\d.]+
            |libwww-fm|libwww/2\\.12 modified|\\.net(?= |4\\.0|\\d)|@calendar|@\\d|build/[\\w.-]+|^libwww/5\\.0
            """.replace("\n", ""));

    private static final Pattern IMAGE_PROXY = Pattern.compile("googleimageproxy|yahoomailproxy|emailproxy|imageproxy");

    /** What programs do. */
    private static final String[] DEEDS = words("""
            crawl spider scrap fetch slurp archiv monitor scan check valid verif audit analy inspect insight preview
            snapshot capture screenshot thumb render uptime observ feed subscriber podcast harvest extract index search
            survey research discover classif semantic proxy optimi download sitemap vulnerab security harden favicon
            parser transcod collapsify advisor readable/ batch library jobhunter bot trend brand finder
            """);

    /** What programs are made of. */
    private static final String[] TOOLS = words("""
            headless phantomjs selenium playwright puppeteer cypress lighthouse curl wget python perl ruby golang go-http
            java/ (java) okhttp axios urllib httpclient httpunit libwww indy httrack webcapture nikto openvas acunetix
            nessus sqlmap nmap masscan zgrab burp wvs jorgee xtate dmbrowser firephp wechatdevtools newsai cursor/
            """);

    /** Whose programs they are. */
    private static final String[] NAMES = words("""
            pingdom catchpoint gomez dotcom synthetic ptst speedcurve dejaclick site24 gtmetrix dareboost pageburst
            statuscake testlocally scope3 sindup ruxit siteimprove netcraft hydra mediapartners googleother google-
            google_ -google _google googleweblight googlemessages outbrain facebookexternal facebookcatalog meta-external
            newsnow newsblur readkit reeder/ downcast swcd ddg- ddg_ manus-user watchagent watchtowr adbeat hotjar silktide
            mixnode morningscore onetrust foregenix marketgoo datanyze attracta tiger tracemyfile retroliste trance/
            +upday whatsapp duckduckgo/0
            """);

    /** What needs to stand alone, or in its place, to say anything. */
    private static final Pattern ALONE = Pattern.compile(
            "\\brss\\b|reader\\b|\\bdaum |\\bylt\\b|splash\\b|rigor\\b|watch\\b|agent\\b|^anonymous,|duckduckgo/5 \\(");

    /** Where to complain about it. */
    private static final Pattern CONTACT = Pattern.compile(
            "https?:|www\\.|@[a-z]|\\[at\\]|\\(at\\)|[a-z]\\.(?:com|net|org|io|co|ru|fr|me|ai|page|gy|de)\\b(?!\\.\\w)");

    /** How the agents of browsers, mail programs, phones and sets begin, or what is in them. */
    private static final Pattern LIKE_PEOPLE = Pattern.compile("""
            ^mozilla/|mozilla/[45]\\.0 \\(|opera/|dalvik/|cfnetwork|applewebkit|blackberry|nokia|sonyericsson|samsung-|\\bmot-
            |midp|ucweb|uc ?browser|lynx/|links|amiga|ibrowse|mosaic|microsoft office|outlook-|\\bios\\b|iphone|android
            |playstation|roku|sonos|quicktime|mozacfetch|fb4a|windows phone|win10|mozilla / 5|\\bhtc |lg player|googleapp
            |onebrowser|pinterest/|thunderbird|^docomo/|^kddi-|^softbank/|^vodafone/|^j-phone/|up\\.browser|ddipocket
            """.replace("\n", ""));

    /** What never stands in the name of a program that means to be known by it. */
    private static final Pattern GARBLED = Pattern.compile("[<>\"'|=]");

    private StandardAgents() {}

    private static String[] words(String text) {
        return text.strip().split("\\s+");
    }

    @Override
    public AgentClass classify(String agent) {
        String lower = agent.toLowerCase(Locale.ROOT);
        if (lower.isBlank()) {
            return AgentClass.UNRECOGNISED;
        }
        if (IMAGE_PROXY.matcher(lower).find()) {
            return AgentClass.IMAGE_PROXY;
        }
        String telling = OF_PEOPLE.matcher(lower).replaceAll(" ");
        if (has(telling, DEEDS)
                || has(telling, TOOLS)
                || has(telling, NAMES)
                || ALONE.matcher(telling).find()
                || CONTACT.matcher(telling).find()) {
            return AgentClass.PROGRAM;
        }
        if (LIKE_PEOPLE.matcher(lower).find()) {
            return AgentClass.PERSON;
        }
        return GARBLED.matcher(agent).find() ? AgentClass.UNRECOGNISED : AgentClass.PROGRAM;
    }

    private static boolean has(String agent, String[] words) {
        for (String word : words) {
            if (agent.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
