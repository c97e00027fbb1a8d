package dev.outcrop.server.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.access.identity.Credential;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.policy.RequestContext;
import dev.outcrop.server.http.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of one need of a call (IAM user guide, "AWS global condition context keys"; Service Authorization Reference,
 * "Amazon Bedrock"). A key that is not here is in no call, as {@code aws:SourceVpce}: there are no VPC endpoints.
 *
 * @param resourceTags those of the need's resource; empty unless some policy asks for them
 */
record CallContext(
        Exchange exchange, Petition petition, Need need, String region, Instant now, Map<String, String> resourceTags)
        implements
            RequestContext {

    private static final String ROLE_SESSION = ":assumed-role/";

    @Override
    public List<String> values(String key) {
        int slash = key.indexOf('/');
        if (slash > 0) {
            String tag = key.substring(slash + 1);
            return switch (key.substring(0, slash)) {
                case "aws:principaltag" -> tag(principal().tags(), tag);
                case "aws:requesttag" -> tag(petition.tags(), tag);
                case "aws:resourcetag" -> tag(resourceTags, tag);
                default -> List.of();
            };
        }
        return key.equals("aws:tagkeys") ? petition.tagKeys() : list(value(key));
    }

    private @Nullable String value(String key) {
        Petition.Invocation invocation = petition.invocation();
        return switch (key) {
            case "bedrock:guardrailidentifier" -> invocation == null ? null : invocation.guardrail();
            case "bedrock:inferenceprofilearn" -> need.inferenceProfileArn();
            case "bedrock:servicetier" -> invocation == null ? null : invocation.serviceTier();
            case "bedrock:bearertokentype" -> bearerTokenType(principal().credential().means());
            case "aws:sourceip" -> exchange.remoteAddress();
            case "aws:securetransport" -> Boolean.toString(exchange.isSecure());
            case "aws:currenttime" -> now.truncatedTo(ChronoUnit.SECONDS).toString();
            case "aws:epochtime" -> Long.toString(now.getEpochSecond());
            case "aws:useragent" -> exchange.headers().get("user-agent");
            case "aws:referer" -> exchange.headers().get("referer");
            case "aws:requestedregion" -> region;
            case "aws:resourceaccount" -> account(need.resource());
            case "aws:principalarn" -> principalArn(principal());
            case "aws:principalaccount" -> principal().account();
            case "aws:principaltype" -> principal().kind().type();
            case "aws:userid" -> principal().userid();
            case "aws:username" -> principal().name();
            case "aws:tokenissuetime" -> issued();
            // Only temporary credentials carry it, and none here come of a second factor.
            case "aws:multifactorauthpresent" -> principal().credential().issuedAt() == null ? null : "false";
            case "aws:viaawsservice", "aws:principalisawsservice" -> "false";
            default -> null;
        };
    }

    private Principal principal() {
        return exchange.principal();
    }

    private @Nullable String issued() {
        Instant issued = principal().credential().issuedAt();
        return issued == null ? null : issued.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static @Nullable String bearerTokenType(Credential.Means means) {
        return switch (means) {
            case SHORT_TERM_KEY -> "SHORT_TERM";
            case LONG_TERM_KEY -> "LONG_TERM";
            case SIGV4, NONE -> null;
        };
    }

    /** Of a session it is the role's. */
    private static String principalArn(Principal principal) {
        String arn = principal.arn();
        int role = arn.indexOf(ROLE_SESSION);
        if (role < 0) {
            return arn;
        }
        String path = arn.substring(role + ROLE_SESSION.length());
        int session = path.indexOf('/');
        return "arn:aws:iam::" + principal.account() + ":role/" + (session < 0 ? path : path.substring(0, session));
    }

    private static @Nullable String account(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length < 6 || parts[4].isEmpty() ? null : parts[4];
    }

    /** Keys of tags are looked up whatever the case of their letters. */
    private static List<String> tag(Map<String, String> tags, String lowerCaseKey) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().toLowerCase(Locale.ROOT).equals(lowerCaseKey)) {
                return List.of(tag.getValue());
            }
        }
        return List.of();
    }

    private static List<String> list(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }
}
