"""Calls once per case with boto3, unmodified, all at once; prints what each met in the end.

Usage: python3 faults.py ENDPOINT RETRY_MODE < cases.json     (cases: [{name, modelId, body, streams}])
"""
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

runtime = boto3.client(
    "bedrock-runtime",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
    aws_secret_access_key="example",
    config=Config(retries={"mode": sys.argv[2]}, max_pool_connections=32),
)


def run(case):
    outcome = {"name": case["name"], "chunks": 0, "error": "none", "code": "", "message": ""}
    try:
        if case["streams"]:
            response = runtime.invoke_model_with_response_stream(modelId=case["modelId"], body=case["body"])
            for event in response["body"]:
                outcome["chunks"] += "chunk" in event
        else:
            runtime.invoke_model(modelId=case["modelId"], body=case["body"])
    except ClientError as error:
        outcome.update(error=type(error).__name__, code=error.response["Error"]["Code"], message=str(error))
    except Exception as error:
        outcome.update(error=type(error).__name__, message=str(error))
    return outcome


cases = json.load(sys.stdin)
with ThreadPoolExecutor(len(cases)) as pool:
    for result in pool.map(run, cases):
        print(json.dumps(result))
