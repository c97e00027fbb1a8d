// Invokes and streams every family with the SDK for JavaScript v3, unmodified; prints one JSON line per call.
// Usage: node families.mjs ENDPOINT < calls.json     (calls: [{modelId, body}])
import { readFileSync } from "node:fs";
import {
    BedrockRuntimeClient,
    InvokeModelCommand,
    InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { BedrockClient, GetFoundationModelCommand, ListFoundationModelsCommand } from "@aws-sdk/client-bedrock";

const options = {
    endpoint: process.argv[2],
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" },
};
const runtime = new BedrockRuntimeClient(options);
const control = new BedrockClient(options);
const print = (value) => console.log(JSON.stringify(value));
const decode = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

for (const { modelId, body } of JSON.parse(readFileSync(0, "utf8"))) {
    const whole = await runtime.send(new InvokeModelCommand({ modelId, body }));
    print({ modelId, how: "whole", contentType: whole.contentType, body: decode(whole.body) });
    const stream = await runtime.send(new InvokeModelWithResponseStreamCommand({ modelId, body }));
    const chunks = [];
    for await (const event of stream.body) {
        chunks.push(decode(event.chunk.bytes));
    }
    print({ modelId, how: "stream", contentType: stream.contentType, chunks });
}

try {
    await runtime.send(new InvokeModelCommand({ modelId: "does-not-exist", body: "{}" }));
} catch (error) {
    print({ how: "error", name: error.name, message: error.message, status: error.$metadata.httpStatusCode });
}
const { modelDetails } = await control.send(
    new GetFoundationModelCommand({ modelIdentifier: "meta.llama3-8b-instruct-v1:0" }),
);
const { modelSummaries } = await control.send(new ListFoundationModelsCommand({ byProvider: "Meta" }));
print({ how: "model", arn: modelDetails.modelArn, streaming: modelDetails.responseStreamingSupported, listed: modelSummaries.length });
runtime.destroy();
control.destroy();
