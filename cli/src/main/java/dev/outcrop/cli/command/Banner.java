package dev.outcrop.cli.command;

import java.io.PrintStream;
import java.util.stream.Collectors;

import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.cli.engine.Outcrop;
import dev.outcrop.server.fault.FaultRule;

/** What {@code serve} prints once it is ready. */
final class Banner {

    private Banner() {}

    static void print(PrintStream out, Outcrop outcrop, OutcropConfig config) {
        String url = outcrop.endpoint().toString();
        out.println("models    " + models(outcrop, config));
        boolean open = !outcrop.needsCredentials();
        out.println(open
                ? "access    open: any signature is accepted, from this machine only, until there are credentials"
                : "access    by credentials (outcrop keys list)");
        if (outcrop.isReachableByOthers() && config.server().tls() == null) {
            out.println(
                    "warning   no TLS: whoever listens on the way reads prompts, answers and API keys (server.tls)");
        }
        if (!config.management().faults().isEmpty()) {
            out.println("faults    " + config.management().faults().size()
                    + " rules make calls fail on purpose: " + config.management().faults().stream()
                            .map(FaultRule::name)
                            .collect(Collectors.joining(", ")));
        }
        // Tools wait for exactly this line.
        out.println("Outcrop ready: " + url);
        out.println();
        out.println("Try it:");
        out.println();
        if (!open) {
            out.println("  # with credentials of: outcrop keys create --user NAME --policy AmazonBedrockFullAccess");
        }
        out.println("  curl -s " + url + "/model/amazon.titan-text-express-v1/invoke \\");
        if (!open) {
            out.println("    -H \"Authorization: Bearer $AWS_BEARER_TOKEN_BEDROCK\" \\");
        }
        out.println("    -d '{\"inputText\":\"What is the capital of France?\"}'");
        out.println();
        out.println("  export AWS_ENDPOINT_URL=" + url + " AWS_DEFAULT_REGION=" + config.region());
        if (open) {
            out.println("  export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=example");
        }
        out.println("  echo '{\"inputText\":\"List three fruits.\"}' | aws bedrock-runtime invoke-model \\");
        out.println("    --model-id amazon.titan-text-express-v1 --body fileb:///dev/stdin /dev/stdout");
        out.println();
        python(out, url, config.region(), open);
        out.flush();
    }

    private static void python(PrintStream out, String url, String region, boolean open) {
        out.println("  python3 - <<'END'");
        out.println("  import boto3, json");
        out.println("  client = boto3.client('bedrock-runtime', endpoint_url='" + url + "', region_name='" + region
                + (open ? "'," : "')"));
        if (open) {
            out.println(
                    "                        aws_access_key_id='AKIAIOSFODNN7EXAMPLE', aws_secret_access_key='example')");
        }
        out.println("  stream = client.invoke_model_with_response_stream(modelId='meta.llama3-8b-instruct-v1:0',");
        out.println(
                "      body=json.dumps({'prompt': '<|start_header_id|>user<|end_header_id|>\\n\\nCount from 1 to 10.<|eot_id|>"
                        + "<|start_header_id|>assistant<|end_header_id|>\\n\\n'}))");
        out.println("  for event in stream['body']:");
        out.println("      print(json.loads(event['chunk']['bytes'])['generation'], end='', flush=True)");
        out.println("  END");
    }

    private static String models(Outcrop outcrop, OutcropConfig config) {
        if (config.models().isEmpty()) {
            return "every text model id is answered by " + outcrop.models().of("").servedBy();
        }
        StringBuilder text = new StringBuilder();
        config.models().forEach(rule -> text.append(rule.match()).append(" → ").append(rule.engine()).append(
                rule.source().isEmpty() ? "" : " " + rule.source()).append(", "));
        return text + "all others → " + outcrop.models().of("").servedBy();
    }
}
