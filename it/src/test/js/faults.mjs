// Calls once per case with the SDK for JavaScript v3, unmodified, all at once; prints what each met in the end.
// Usage: node faults.mjs ENDPOINT < cases.json     (cases: [{name, modelId, body, streams}])
import { readFileSync } from "node:fs";
import {
    BedrockRuntimeClient, InvokeModelCommand, InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";

const runtime = new BedrockRuntimeClient({
    endpoint: process.argv[2],
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" },
});

async function run({ name, modelId, body, streams }) {
    let chunks = 0;
    try {
        if (streams) {
            const response = await runtime.send(new InvokeModelWithResponseStreamCommand({ modelId, body }));
            for await (const event of response.body) {
                chunks += event.chunk ? 1 : 0;
            }
        } else {
            await runtime.send(new InvokeModelCommand({ modelId, body }));
        }
        return { name, chunks, error: "none", message: "" };
    } catch (error) {
        return { name, chunks, error: error.name, message: error.message };
    }
}

for (const outcome of await Promise.all(JSON.parse(readFileSync(0, "utf8")).map(run))) {
    console.log(JSON.stringify(outcome));
}
runtime.destroy();
