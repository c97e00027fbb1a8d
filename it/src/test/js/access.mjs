// Invokes a model once per caller with the SDK for JavaScript v3, unmodified, and prints what became of it.
// Usage: node access.mjs ENDPOINT < callers.json   (callers: [{name, credentials | token, clockOffset?, attempts?}])
import { readFileSync } from "node:fs";
import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";

for (const caller of JSON.parse(readFileSync(0, "utf8"))) {
    const runtime = new BedrockRuntimeClient({
        endpoint: process.argv[2],
        region: "us-east-1",
        maxAttempts: caller.attempts ?? 1,
        systemClockOffset: caller.clockOffset ?? 0,
        ...(caller.token
            ? { token: { token: caller.token }, authSchemePreference: ["httpBearerAuth"] }
            : { credentials: caller.credentials }),
    });
    try {
        const answer = await runtime.send(new InvokeModelCommand({
            modelId: "amazon.titan-text-express-v1",
            body: JSON.stringify({ inputText: "Hi", textGenerationConfig: { maxTokenCount: 2 } }),
        }));
        console.log(JSON.stringify({ name: caller.name, error: "none", status: answer.$metadata.httpStatusCode }));
    } catch (error) {
        console.log(JSON.stringify({
            name: caller.name, error: error.name, message: error.message, status: error.$metadata?.httpStatusCode,
        }));
    }
    runtime.destroy();
}
