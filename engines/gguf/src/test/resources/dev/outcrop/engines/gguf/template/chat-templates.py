"""Writes chat-templates.json: what Python's Jinja 3.1.6 makes of chat templates, in the environment that Hugging Face's
apply_chat_template sets up. The templates were written for this test after the formats that model families document:
shorter than the published ones, with the same constructs. Run: python3 chat-templates.py
"""
import json
import os

import jinja2
import jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment

T = {}
T['llama3']="{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
T['llama31']='''{{- bos_token }}
{%- if custom_tools is defined %}
    {%- set tools = custom_tools %}
{%- endif %}
{%- if not tools_in_user_message is defined %}
    {%- set tools_in_user_message = true %}
{%- endif %}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}

{#- This block extracts the system message, so we can slot it into the right place. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}

{#- System message #}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is not none %}
    {{- "Environment: ipython\\n" }}
{%- endif %}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{%- if tools is not none and not tools_in_user_message %}
    {{- "You have access to the following functions." }}
    {%- for t in tools %}
        {{- t | tojson(indent=4) }}
        {{- "\\n\\n" }}
    {%- endfor %}
{%- endif %}
{{- system_message }}
{{- "<|eot_id|>" }}

{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls|length == 1 %}
            {{- raise_exception("This model only supports single tool-calls at once!") }}
        {%- endif %}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
'''
T['qwen3']='''{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0].role == 'system' %}
        {{- messages[0].content + '\\n\\n' }}
    {%- endif %}
    {{- "# Tools" }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "<|im_end|>\\n" }}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning_content = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning_content = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index %}
            {%- if loop.last or (not loop.last and reasoning_content) %}
                {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}'''
T['gemma3']='''{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- if messages[0]['content'] is string -%}
        {%- set first_user_prefix = messages[0]['content'] + '

' -%}
    {%- else -%}
        {%- set first_user_prefix = messages[0]['content'][0]['text'] + '

' -%}
    {%- endif -%}
    {%- set loop_messages = messages[1:] -%}
{%- else -%}
    {%- set first_user_prefix = "" -%}
    {%- set loop_messages = messages -%}
{%- endif -%}
{%- for message in loop_messages -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("Conversation roles must alternate user/assistant/user/assistant/...") }}
    {%- endif -%}
    {%- if (message['role'] == 'assistant') -%}
        {%- set role = "model" -%}
    {%- else -%}
        {%- set role = message['role'] -%}
    {%- endif -%}
    {{ '<start_of_turn>' + role + '
' + (first_user_prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- elif message['content'] is iterable -%}
        {%- for item in message['content'] -%}
            {%- if item['type'] == 'image' -%}
                {{ '<start_of_image>' }}
            {%- elif item['type'] == 'text' -%}
                {{ item['text'] | trim }}
            {%- endif -%}
        {%- endfor -%}
    {%- else -%}
        {{ raise_exception("Invalid content type") }}
    {%- endif -%}
    {{ '<end_of_turn>
' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start_of_turn>model
'}}
{%- endif -%}
'''
T['phi3']="{% for message in messages %}{% if message['role'] == 'system' %}{{'<|system|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'user' %}{{'<|user|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'assistant' %}{{'<|assistant|>\n' + message['content'] + '<|end|>\n'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% else %}{{ eos_token }}{% endif %}"
T['mistral3']='''{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}
{%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}
{%- set ns = namespace() %}
{%- set ns.index = 0 %}
{%- for message in loop_messages %}
    {%- if not (message.role == "tool" or message.role == "tool_results" or (message.tool_calls is defined and message.tool_calls is not none)) %}
        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
            {{- raise_exception("After the optional system message, conversation roles must alternate user/assistant/user/assistant/...") }}
        {%- endif %}
        {%- set ns.index = ns.index + 1 %}
    {%- endif %}
{%- endfor %}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if tools is not none and (message == user_messages[-1]) %}
            {{- "[AVAILABLE_TOOLS] [" }}
        {%- endif %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token}}
    {%- else %}
        {{- raise_exception("Only user and assistant roles are supported, with the exception of an initial optional system message!") }}
    {%- endif %}
{%- endfor %}
'''
T['deepseek']='''{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% set ns = namespace(is_first=false, is_tool=false, is_output_first=true, system_prompt='') %}{%- for message in messages %}{%- if message['role'] == 'system' %}{% set ns.system_prompt = message['content'] %}{%- endif %}{%- endfor %}{{bos_token}}{{ns.system_prompt}}{%- for message in messages %}{%- if message['role'] == 'user' %}{%- set ns.is_tool = false -%}{{'<｜User｜>' + message['content']}}{%- endif %}{%- if message['role'] == 'assistant' and message['content'] is not none %}{%- if ns.is_tool %}{{'<｜tool▁outputs▁end｜>' + message['content'] + '<｜end▁of▁sentence｜>'}}{%- set ns.is_tool = false -%}{%- else %}{% set content = message['content'] %}{% if '</think>' in content %}{% set content = content.split('</think>')[-1] %}{% endif %}{{'<｜Assistant｜>' + content + '<｜end▁of▁sentence｜>'}}{%- endif %}{%- endif %}{%- endfor -%}{% if ns.is_tool %}{{'<｜tool▁outputs▁end｜>'}}{% endif %}{% if add_generation_prompt and not ns.is_tool %}{{'<｜Assistant｜><think>\\n'}}{% endif %}'''
T['macro']='''{%- macro turn(role, text, end='<|im_end|>') -%}
<|im_start|>{{ role }}
{{ text }}{{ end }}
{% endmacro -%}
{%- for m in messages %}{{ turn(m.role, m.content) }}{% endfor %}
{%- for k, v in messages[0].items() %}[{{ k }}={{ v }}]{% endfor %}
{{ messages[0].get('none', 'dflt') }}{{ messages[0]['content'][:3] }}{{ messages[0]['content'][-2:] }} {{ {'a': [1, 2.5, none, true], "b": "x<'y"} | tojson }} {{ '%s-%d' % ('a', 3) }}
  {% if true %}
  indented
  {% endif %}
{{ ['a','b'] | join(', ') }} {{ 7 // 2 }} {{ 'ab' * 2 }} {{ 1 if false }} {{ "x" ~ 1 ~ true }} {{ none }} {{ [1,2] }} {{ 'abc'.upper().title() }} {{ 'a b'.replace(' ', '_') }} {{ undefined_thing is none }}
'''

T['chatml'] = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
T['smollm'] = "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are a helpful AI assistant<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
T['llama2'] = "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}"
T['mistral2'] = "{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token}}{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}"
T['gemma2'] = "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}"
T['tinyllama'] = """{% for message in messages %}
{% if message['role'] == 'user' %}
{{ '<|user|>\\n' + message['content'] + eos_token }}
{% elif message['role'] == 'system' %}
{{ '<|system|>\\n' + message['content'] + eos_token }}
{% elif message['role'] == 'assistant' %}
{{ '<|assistant|>\\n'  + message['content'] + eos_token }}
{% endif %}
{% if loop.last and add_generation_prompt %}
{{ '<|assistant|>' }}
{% endif %}
{% endfor %}"""
T['qwen25'] = """{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- for tool in tools %}
        {{- tool | tojson }}
    {%- endfor %}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {{- '<|im_start|>' + message.role }}
        {%- for tool_call in message.tool_calls %}
            {%- if tool_call.function is defined %}
                {%- set tool_call = tool_call.function %}
            {%- endif %}
            {{- tool_call.name }}
        {%- endfor %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""
# Constructs by themselves.
L = {
    'whitespace': "a  \n  {% if true %}\n  b\n  {% endif %}\n c {#- gone -#}\n d {%+ if true %} e{% endif +%}\nf\n{{ 'x' }}\n  {{- 'y' -}}  \n z\n\n",
    'comment lines': "a\n  {# one #}\nb {# two #} c\n{#-#}d",
    'raw': "{% raw %}{{ x }} {% y %}{% endraw %}\n-{%- raw -%}  z  {%- endraw -%} .",
    'strings': r"""{{ 'a\'b' ~ "c\"d" ~ 'e\\f' ~ '\t\x41\u00e9\q' }}{{ 'a' 'b' }}""",
    'numbers': "{{ 1_000 }} {{ 1.5 }} {{ 2e3 }} {{ 1e20 }} {{ 1e-7 }} {{ 7 / 2 }} {{ 8 / 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 2 ** 10 }} {{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 2 ** -1 }} {{ +3 }} {{ 3|float }} {{ '12'|int + 1 }} {{ 2.5|round }} {{ 3.14159|round(2) }} {{ -3|abs }}",
    'precedence': "{{ 1 + 2 * 3 }} {{ 'a' + 'b'|upper }} {{ not false and false }} {{ not (false and false) }} {{ 1 ~ (2 + 3) }} {{ 2 * 3 ~ 4 }} {{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 1 == 1.0 }} {{ true == 1 }} {{ -2 ** 2 }} {{ 'x' if false }}|{{ 'x' if false else 'y' if false else 'z' }}",
    'logic': "{{ 1 and 'a' }} {{ 0 or 'b' }} {{ '' or none }} {{ [] and 1 }} {{ 'a' in 'cat' }} {{ 'x' not in ['y'] }} {{ 'k' in {'k': 1} }} {{ none is none }} {{ x is defined }} {{ x is not defined }} {{ x }}{{ x|default('d') }} {{ ''|default('e', true) }} {{ 3 is odd }} {{ 4 is divisibleby 2 }} {{ 'a' is string }} {{ [] is iterable }} {{ {} is mapping }} {{ 1 is number }} {{ true is boolean }} {{ 5 is eq 5 }} {{ 2 is in [1, 2] }}",
    'slices': "{{ 'abcdef'[1:3] }} {{ 'abcdef'[-2:] }} {{ 'abcdef'[::-1] }} {{ [1,2,3,4][1:] }} {{ [1,2,3,4][::2] }} {{ [1,2,3][10:] }} {{ [1,2,3][-10:2] }} {{ 'abc'[0] }} {{ [1,2][-1] }} {{ (1,2,3)[1] }} {{ 'abc'[5:1:-1] }} {{ [0,1,2,3,4][3:0:-2] }}",
    'methods': "{{ ' a b '.strip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'xxaxx'.lstrip('x') }}|{{ 'xxaxx'.rstrip('x') }}|{{ 'a,b,c'.split(',') }}|{{ 'a,b,c'.split(',', 1) }}|{{ ' a  b '.split() }}|{{ 'a,b,c'.rsplit(',', 1) }}|{{ 'abc'.startswith('ab') }}|{{ 'abc'.endswith(('x', 'c')) }}|{{ 'aXbX'.replace('X', '-') }}|{{ 'aXbX'.replace('X', '-', 1) }}|{{ 'aB'.upper() }}|{{ 'aB'.lower() }}|{{ \"they're bill's\".title() }}|{{ 'hELLO'.capitalize() }}|{{ 'abcabc'.find('c') }}|{{ 'abcabc'.rfind('c') }}|{{ 'abc'.find('z') }}|{{ 'aaa'.count('a') }}|{{ ', '.join(['a', 'b']) }}|{{ 'prefix-x'.removeprefix('prefix-') }}|{{ 'x.txt'.removesuffix('.txt') }}|{{ '12'.isdigit() }}|{{ 'a\\nb'.splitlines() }}",
    'dicts': "{% set d = {'a': 1, 'b': [2, none, true], 'c': {'d': 'e'}} %}{{ d.a }} {{ d['b'][0] }} {{ d.c.d }} {{ d.get('z') }} {{ d.get('z', 9) }} {% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %} {{ d.keys()|list }} {{ d.values()|list }} {% for k in d %}{{ k }}{% endfor %} {{ d }} {{ d|length }} {{ d|items|list|tojson }} {{ d.zz is defined }} {{ dict(a=1).a }}",
    'json': r"""{{ {'a': [1, 2.5, none, true], 'b': 'x<\'"\n\u00e9 \\'} | tojson }} {{ [{'a': {}}, []] | tojson(indent=2) }} {{ {'k': [1, {'z': 'y'}]} | tojson(indent=4) }} {{ 'a'|tojson }} {{ 1e20|tojson }}""",
    'loops': "{% for x in [1,2,3] %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('a', 'b') }} {% endfor %}{% for x in [] %}x{% else %}none{% endfor %}{% for x in range(10) if x is even %}{{ x }}{{ loop.index }}{% if x > 5 %}{% break %}{% endif %}{% endfor %}{% for x in range(2, 8, 3) %}{% if x == 2 %}{% continue %}{% endif %}{{ x }}{% endfor %}{% for a, b in [[1, 2], (3, 4)] %}{{ a }}-{{ b }} {% endfor %}{% for c in 'xyz' %}{{ c }}.{% endfor %}",
    'scopes': "{% set x = 1 %}{% for i in [1,2] %}{{ x }}{% set x = 5 %}{{ x }}{% endfor %}{{ x }}{% if true %}{% set x = 7 %}{% endif %}{{ x }}{% set ns = namespace(n=0) %}{% for i in [1,2,3] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set t %}<{{ a }}>{% endset %}{{ t }}",
    'macros': "{% macro m(a, b='B', c=none) %}[{{ a }}{{ b }}{{ c }}{{ g }}]{% endmacro %}{% set g = 'G' %}{{ m(1) }}{{ m(1, c=3) }}{{ m(b=2, a=1) }}{% macro f(n) %}{% if n > 0 %}{{ n }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}",
    'filters': "{{ [3,1,2]|sort }} {{ ['b','A']|sort }} {{ [1,2]|first }} {{ [1,2]|last }} {{ 'abc'|first }} {{ [1,2]|reverse|list }} {{ 'abc'|reverse }} {{ [1,1,2]|unique|list }} {{ [1,2,3]|sum }} {{ [1,3,2]|max }} {{ ['a','b']|join('-') }} {{ [{'r': 'u', 'n': 1}, {'r': 'v', 'n': 2}]|selectattr('r', 'equalto', 'u')|list }} {{ [{'r': 'u'}, {'r': none}]|rejectattr('r')|list }} {{ [{'n': 1}, {'n': 2}]|map(attribute='n')|list }} {{ ['a','b']|map('upper')|join }} {{ [1,2,3]|select('odd')|list }} {{ [1,2,3]|reject('odd')|list }} {{ ' x '|trim }} {{ 'xay'|trim('xy') }} {{ 'a b'|title }} {{ 'abc'|length }} {{ 'a\\nb\\n\\nc'|indent(2) }} {{ 'x'|string }} {{ {'b': 1, 'a': 2}|dictsort|tojson }} {{ 'aXb'|replace('X', '.') }} {{ '%s and %d'|string % ('a', 3) }}",
    'values': "{{ none }} {{ true }} {{ [1, 'a', none, 2.0] }} {{ {'a': \"it's\"} }} {{ ('x', 1)|list }} {{ [[]] }} {{ 'a' * 3 }} {{ [1] * 2 }} {{ [1] + [2] }} {{ 1.0 }} {{ 100000000000000000000.0 }} {{ '\\n'|list }} {{ true + 1 }} {{ 'b' > 'a' }}",
    'generation': "{% for m in messages %}{% generation %}{{ m.content }}{% endgeneration %}{% endfor %}",
    'refusal': "{{ raise_exception('No.') }}",
    'undefined attribute': "{{ nothing.at.all }}",
    'undefined added': "{{ 'a' + nothing }}",
    'unknown filter': "{{ 'a'|nosuch }}",
    'unknown tag': "{% nosuch %}",
    'not closed': "{% if true %}a",
    'strange': "{{ }}",
    'bad index': "{{ [1][5] }}|{{ {}['a'] }}|{{ 'a'[3] }}",
    'add kinds': "{{ 'a' + 1 }}",
}


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        next(parser.stream)
        return parser.parse_statements(["name:endgeneration"], drop_needle=True)


def refuse(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def rendered(template, messages, add_generation_prompt):
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    environment.filters["tojson"] = tojson
    environment.globals["raise_exception"] = refuse
    environment.globals["strftime_now"] = lambda form: "24 Nov 2026"
    try:
        return environment.from_string(template).render(
            messages=messages, bos_token="<s>", eos_token="</s>", tools=None, documents=None,
            add_generation_prompt=add_generation_prompt)
    except Exception:
        return None


C = {
    'one turn': [("user", "Hi there")],
    'with system': [("system", " You are kind. "), ("user", " Hi\n")],
    'three turns': [("system", "S"), ("user", "a"), ("assistant", "<think>\nr\n</think>\n\nb"), ("user", "c")],
    'two users': [("user", "a"), ("user", "b")],
    'foreign letters': [("user", "\u00fc \u65e5\u672c \U0001f600 {{ x }} {% y %}")],
}
cases = []
for name, template in {**T, **L}.items():
    for conversation, turns in (C if name in T else {'one turn': C['one turn']}).items():
        for prompt in (True, False):
            messages = [{"role": role, "content": content} for role, content in turns]
            cases.append({"name": f"{name}, {conversation}{', answering' if prompt else ''}", "template": template,
                          "messages": messages, "answering": prompt, "expected": rendered(template, messages, prompt)})
out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "chat-templates.json")
with open(out, "w", encoding="utf-8") as file:
    json.dump(cases, file, ensure_ascii=False, indent=1)
print(len(cases), "cases")
