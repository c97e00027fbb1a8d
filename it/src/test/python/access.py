"""Invokes a model once per caller with boto3, unmodified, and prints what became of it.

Usage: python3 access.py ENDPOINT < callers.json   (callers: [{name, credentials | token}])
"""
import json
import os
import sys

import boto3
import botocore.config
import botocore.exceptions

for caller in json.load(sys.stdin):
    os.environ.pop("AWS_BEARER_TOKEN_BEDROCK", None)
    options = {}
    if "token" in caller:
        os.environ["AWS_BEARER_TOKEN_BEDROCK"] = caller["token"]
    else:
        pair = caller["credentials"]
        options = {
            "aws_access_key_id": pair["accessKeyId"],
            "aws_secret_access_key": pair["secretAccessKey"],
            "aws_session_token": pair.get("sessionToken"),
        }
    runtime = boto3.session.Session().client(
        "bedrock-runtime",
        endpoint_url=sys.argv[1],
        region_name="us-east-1",
        config=botocore.config.Config(retries={"total_max_attempts": 1}),
        **options,
    )
    try:
        answer = runtime.invoke_model(
            modelId="amazon.titan-text-express-v1",
            body=json.dumps({"inputText": "Hi", "textGenerationConfig": {"maxTokenCount": 2}}),
        )
        result = {"error": "none", "status": answer["ResponseMetadata"]["HTTPStatusCode"]}
    except botocore.exceptions.ClientError as error:
        result = {
            "error": error.response["Error"]["Code"],
            "message": error.response["Error"]["Message"],
            "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
            "type": type(error).__name__,
        }
    print(json.dumps({"name": caller["name"], **result}), flush=True)
