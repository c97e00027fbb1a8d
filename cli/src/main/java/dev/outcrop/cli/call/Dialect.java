package dev.outcrop.cli.call;

import java.nio.charset.StandardCharsets;
import java.util.List;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How to ask one question in a model's native body, and where the answer stands in its response and its chunks.
 *
 * <p>Only what the command line needs: one prompt, one answer.
 */
@SuppressWarnings("ImmutableEnumChecker") // JsonPointer and List.of are immutable
enum Dialect {
    TITAN(
            "{'inputText':'$PROMPT','textGenerationConfig':{'maxTokenCount':'$MAX'}}",
            "/results/0/outputText",
            "/outputText",
            "amazon.titan-text",
            "amazon.titan-tg1"), CLAUDE_COMPLETIONS(
                    "{'prompt':'\\n\\nHuman: $PROMPT\\n\\nAssistant:','max_tokens_to_sample':'$MAX'}",
                    "/completion",
                    "/completion",
                    "anthropic.claude-v2",
                    "anthropic.claude-instant"), CLAUDE_MESSAGES(
                            "{'anthropic_version':'bedrock-2023-05-31','max_tokens':'$MAX',"
                                    + "'messages':[{'role':'user','content':'$PROMPT'}]}",
                            "/content/0/text",
                            "/delta/text",
                            "anthropic."), NOVA(
                                    "{'messages':[{'role':'user','content':[{'text':'$PROMPT'}]}],'inferenceConfig':{'maxTokens':'$MAX'}}",
                                    "/output/message/content/0/text",
                                    "/contentBlockDelta/delta/text",
                                    "amazon.nova"), LLAMA_2(
                                            "{'prompt':'<s>[INST] $PROMPT [/INST]','max_gen_len':'$MAX'}",
                                            "/generation", "/generation", "meta.llama2"), LLAMA_4(
                                                    "{'prompt':'<|begin_of_text|><|header_start|>user<|header_end|>\\n\\n$PROMPT<|eot|>"
                                                            + "<|header_start|>assistant<|header_end|>\\n\\n','max_gen_len':'$MAX'}",
                                                    "/generation",
                                                    "/generation",
                                                    "meta.llama4"), LLAMA_3(
                                                            "{'prompt':'<|begin_of_text|><|start_header_id|>user<|end_header_id|>\\n\\n$PROMPT<|eot_id|>"
                                                                    + "<|start_header_id|>assistant<|end_header_id|>\\n\\n','max_gen_len':'$MAX'}",
                                                            "/generation",
                                                            "/generation",
                                                            "meta."), MISTRAL_TEXT(
                                                                    "{'prompt':'<s>[INST] $PROMPT [/INST]','max_tokens':'$MAX'}",
                                                                    "/outputs/0/text",
                                                                    "/outputs/0/text",
                                                                    "mistral.mistral-7b",
                                                                    "mistral.mixtral",
                                                                    "mistral.mistral-small"), MISTRAL_CHAT(
                                                                            "{'messages':[{'role':'user','content':'$PROMPT'}],'max_tokens':'$MAX'}",
                                                                            "/choices/0/message/content",
                                                                            "/choices/0/message/content",
                                                                            "mistral.mistral-large-24",
                                                                            "mistral.pixtral"), COMMAND_R(
                                                                                    "{'message':'$PROMPT','max_tokens':'$MAX'}",
                                                                                    "/text", "/text",
                                                                                    "cohere.command-r"), COMMAND(
                                                                                            "{'prompt':'$PROMPT','max_tokens':'$MAX','stream':true}",
                                                                                            "/generations/0/text",
                                                                                            "/text",
                                                                                            "cohere.command"), JURASSIC(
                                                                                                    "{'prompt':'$PROMPT','maxTokens':'$MAX'}",
                                                                                                    "/completions/0/data/text",
                                                                                                    "/",
                                                                                                    "ai21.j2"), DEEPSEEK_R1(
                                                                                                            "{'prompt':'$PROMPT','max_tokens':'$MAX'}",
                                                                                                            "/choices/0/text",
                                                                                                            "/choices/0/text",
                                                                                                            "deepseek.r1"), OPENAI_CHAT(
                                                                                                                    "{'messages':[{'role':'user','content':'$PROMPT'}],'max_tokens':'$MAX'}",
                                                                                                                    "/choices/0/message/content",
                                                                                                                    "/choices/0/delta/content",
                                                                                                                    "");

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String template;
    private final JsonPointer answer;
    private final JsonPointer delta;
    private final List<String> prefixes;

    Dialect(String template, String answer, String delta, String... prefixes) {
        this.template = template.replace('\'', '"');
        this.answer = JsonPointer.compile(answer);
        this.delta = JsonPointer.compile(delta);
        this.prefixes = List.of(prefixes);
    }

    /** The dialect of a model id, ARN or inference profile; the first whose prefix occurs as a name in it. */
    static Dialect of(String modelId) {
        String name = modelId.substring(modelId.lastIndexOf('/') + 1)
                .replaceFirst("^(us-gov|us|eu|apac|jp|au|ca|global)\\.", "");
        for (Dialect dialect : values()) {
            if (dialect.prefixes.stream().anyMatch(name::startsWith)) {
                return dialect;
            }
        }
        return OPENAI_CHAT;
    }

    /** Whether the family has response streams. */
    boolean streams() {
        return this != JURASSIC;
    }

    /** The native body that asks this prompt. */
    byte[] body(String prompt, int maxTokens) {
        String quoted = JSON.writeValueAsString(prompt);
        String inside = quoted.substring(1, quoted.length() - 1);
        return template.replace("\"$MAX\"", Integer.toString(maxTokens))
                .replace("$PROMPT", inside)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The answer's text in a response body; empty when there is none. */
    String answer(byte[] body) {
        return text(body, answer);
    }

    /** The text that one stream chunk adds; empty when it adds none. */
    String delta(byte[] chunk) {
        return text(chunk, delta);
    }

    private static String text(byte[] json, JsonPointer pointer) {
        JsonNode node = JSON.readTree(json).at(pointer);
        return node.isString() ? node.stringValue() : "";
    }
}
