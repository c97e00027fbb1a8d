package dev.outcrop.families;

import java.util.List;

import dev.outcrop.families.testing.AnyBody;
import dev.outcrop.families.testing.Calls;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Any JSON object is a request or a ValidationException, for every family. */
class AnyBodyTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> MODELS = List.of(
            "amazon.titan-text-express-v1", "anthropic.claude-v2:1", "anthropic.claude-3-haiku-20240307-v1:0",
            "anthropic.claude-sonnet-4-5-20250929-v1:0", "meta.llama2-70b-chat-v1", "meta.llama3-3-70b-instruct-v1:0",
            "mistral.mistral-7b-instruct-v0:2", "mistral.mistral-small-2402-v1:0", "mistral.mistral-large-2402-v1:0",
            "amazon.nova-micro-v1:0", "ai21.j2-mid-v1", "ai21.jamba-1-5-mini-v1:0", "cohere.command-text-v14",
            "cohere.command-r-v1:0", "deepseek.r1-v1:0", "openai.gpt-oss-20b-1:0", "qwen.qwen3-32b-v1:0",
            "writer.palmyra-x4-v1:0", "my-model", "amazon.titan-embed-text-v1", "amazon.titan-embed-text-v2:0",
            "amazon.titan-embed-image-v1", "cohere.embed-english-v3", "cohere.embed-v4:0",
            "amazon.nova-2-multimodal-embeddings-v1:0", "cohere.rerank-v3-5:0", "amazon.rerank-v1:0");

    /** Words that families look for, so that random bodies get past the first check. */
    private static final List<String> KEYS = List.of(
            "inputText", "textGenerationConfig", "temperature", "topP", "top_p", "top_k", "maxTokenCount",
            "stopSequences", "stop_sequences", "stop", "prompt", "max_tokens", "max_tokens_to_sample", "max_gen_len",
            "messages", "role", "content", "type", "text", "system", "anthropic_version", "tools", "thinking", "images",
            "metadata", "message", "chat_history", "inferenceConfig", "maxTokens", "schemaVersion", "n", "stream",
            "seed",
            "num_generations", "logit_bias", "tool_choice", "tool_calls", "tool_results", "tool_call_id", "toolUse",
            "toolResult", "toolUseId", "toolSpec", "inputSchema", "json", "name", "input", "input_schema", "function",
            "arguments", "parameters", "parameter_definitions", "description", "call", "outputs", "id", "tool_use_id",
            "budget_tokens", "reasoning_effort", "reasoningConfig", "structured_outputs", "image", "image_url", "url",
            "source", "bytes", "format", "data", "media_type", "reasoning_content", "parallel_tool_calls",
            "countPenalty", "scale", "k", "p", "frequency_penalty",
            "max_completion_tokens", "response_format", "toolConfig", "documents", "numResults", "dimensions",
            "normalize",
            "embeddingTypes", "embeddingConfig", "inputImage", "texts", "inputs", "input_type", "embedding_types",
            "output_dimension", "truncate", "query", "top_n", "api_version", "embeddingDimension", "truncationMode");

    private static final List<String> TEXTS = List.of(
            "", " ", "Hi", "|", "User:", "user", "assistant", "text", "image", "tool_use", "tool_result", "thinking",
            "enabled",
            "any", "function", "object", "tool", "{}", "USER", "CHATBOT", "TOOL", "data:image/png;base64,iVBORw0KGgo=",
            "bedrock-2023-05-31",
            "\n\nHuman: Hi\n\nAssistant:", "User: Hi\nBot:", "[INST] Hi [/INST]", "\ud800", "\u0000", "é😀",
            "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>");

    private static final List<String> NUMBERS = List.of(
            "0", "1", "-1", "5.0", "0.5", "1e400", "-1e400", "1e-400", "1e999999999", "99999999999999999999", "512",
            "2147483648", "-0.0");

    @Property(tries = 2500)
    void anyObjectIsReadOrRefused(@ForAll("models") String modelId, @ForAll("objects") JsonNode body) {
        AnyBody.check(modelId, body);
    }

    @Property(tries = 1000)
    void anyChangeToAGoodBodyIsReadOrRefused(
            @ForAll("models") String modelId, @ForAll("keys") String key, @ForAll("values") JsonNode value) {
        for (ObjectNode body : List.of(
                object("{'inputText':'Hi'}"),
                object("{'prompt':'Hi'}"),
                object("{'message':'Hi'}"),
                object("{'texts':['Hi'],'input_type':'search_query'}"),
                object("{'query':'Hi','documents':['a',{'b':1}],'api_version':2}"),
                object("{'messages':[{'role':'user','content':'Hi'}]}"),
                object("{'messages':[{'role':'user','content':[{'text':'Hi'}]}],'inferenceConfig':{}}"),
                object("{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:','max_tokens_to_sample':5}"),
                object("{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[{'role':'user','content':'Hi'}]}"))) {
            body.set(key, value);
            AnyBody.check(modelId, body);
        }
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Calls.json(json.replace('\'', '"'));
    }

    @Provide
    Arbitrary<String> models() {
        return Arbitraries.of(MODELS);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of(KEYS)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(5)));
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return value(3);
    }

    @Provide
    Arbitrary<JsonNode> objects() {
        return object(3);
    }

    private Arbitrary<JsonNode> value(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of(TEXTS).map(JSON::stringNode)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(20).map(JSON::stringNode)),
                Tuple.of(3, Arbitraries.of(NUMBERS).map(Calls::json)),
                Tuple.of(1, Arbitraries.of(true, false).map(JSON::booleanNode)),
                Tuple.of(1, Arbitraries.just(JSON.nullNode())));
        if (depth == 0) {
            return leaf;
        }
        return Arbitraries.frequencyOf(
                Tuple.of(4, leaf),
                Tuple.of(2, Arbitraries.lazy(() -> object(depth - 1))),
                Tuple.of(2, Arbitraries.lazy(() -> value(depth - 1).list().ofMaxSize(3)
                        .map(items -> JSON.arrayNode().addAll(items)))));
    }

    private Arbitrary<JsonNode> object(int depth) {
        return Arbitraries.maps(keys(), Arbitraries.lazy(() -> value(depth))).ofMaxSize(5).map(members -> {
            ObjectNode object = JSON.objectNode();
            members.forEach(object::set);
            return object;
        });
    }
}
