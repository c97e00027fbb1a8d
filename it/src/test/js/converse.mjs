// Converses with the SDK for JavaScript v3, unmodified, whole and streamed; prints one JSON line per call.
// Usage: node converse.mjs ENDPOINT
import {
    BedrockRuntimeClient,
    ConverseCommand,
    ConverseStreamCommand,
    CountTokensCommand,
} from "@aws-sdk/client-bedrock-runtime";

const runtime = new BedrockRuntimeClient({
    endpoint: process.argv[2],
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" },
});
const print = (value) => console.log(JSON.stringify(value));

const conversation = {
    system: [{ text: "Be brief." }],
    messages: [{ role: "user", content: [{ text: "List three fruits." }] }],
};
const modelId = "amazon.nova-lite-v1:0";
const inferenceConfig = { maxTokens: 25, temperature: 0 };

const { output, stopReason, usage } = await runtime.send(
    new ConverseCommand({ modelId, ...conversation, inferenceConfig }),
);
print({ output, stopReason, usage });

const { stream } = await runtime.send(new ConverseStreamCommand({ modelId, ...conversation, inferenceConfig }));
const types = [];
let text = "";
for await (const event of stream) {
    const type = Object.keys(event)[0];
    if (types.at(-1) !== type) {
        types.push(type);
    }
    text += event.contentBlockDelta?.delta.text ?? "";
}
print({ text, types });

// A tool that must be called: its arguments come whole, or in pieces that make one object.
const toolConfig = {
    tools: [{
        toolSpec: {
            name: "get_weather",
            inputSchema: {
                json: {
                    type: "object",
                    properties: { days: { type: "integer", minimum: 1, maximum: 5 } },
                    required: ["days"],
                    additionalProperties: false,
                },
            },
        },
    }],
    toolChoice: { tool: { name: "get_weather" } },
};
const asking = { modelId, toolConfig, messages: [{ role: "user", content: [{ text: "How is the weather?" }] }] };
const called = await runtime.send(new ConverseCommand(asking));
print({ stopReason: called.stopReason, content: called.output.message.content });

const streamed = await runtime.send(new ConverseStreamCommand(asking));
const call = { input: "" };
for await (const event of streamed.stream) {
    Object.assign(call, event.contentBlockStart?.start.toolUse ?? {});
    call.input += event.contentBlockDelta?.delta.toolUse?.input ?? "";
    call.stopReason = event.messageStop?.stopReason ?? call.stopReason;
}
print({ ...call, input: JSON.parse(call.input) });

// The tool's result goes back in; the model says something to it.
const { toolUse } = called.output.message.content.find((block) => block.toolUse);
const after = await runtime.send(
    new ConverseCommand({
        ...asking,
        toolConfig: { tools: toolConfig.tools },
        messages: [
            ...asking.messages,
            called.output.message,
            { role: "user", content: [{ toolResult: { toolUseId: toolUse.toolUseId, content: [{ text: "Sunny" }] } }] },
        ],
        inferenceConfig: { maxTokens: 20 },
    }),
);
print({ role: after.output.message.role });

print(await runtime.send(new CountTokensCommand({ modelId, input: { converse: conversation } })));
try {
    await runtime.send(new ConverseCommand({ modelId: "does-not-exist", ...conversation }));
} catch (error) {
    print({ name: error.name, message: error.message });
}
runtime.destroy();
