package dev.outcrop.engines.gguf.template.jinja;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Templates come with model files from anywhere: none may hang or exhaust the server. */
class HostileTemplateTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
            "{{ range(1000000000000)|length }}",
            "{{ 'x' * 10000000000 }}",
            "{{ [1] * 10000000000 }}",
            "{% set n = namespace(s='xxxxxxxx') %}{% for i in range(100) %}{% set n.s = n.s + n.s %}{% endfor %}",
            "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
            "{% set n = namespace(l=[1]) %}{% for i in range(60) %}{% set n.l = n.l + n.l %}{% endfor %}",
            "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s.replace('x', 'xx') %}{% endfor %}",
            "{% set n = namespace(l=[]) %}{% for i in range(90000) %}{% set n.l = [n.l] %}{% endfor %}{{ n.l }}",
            "{% set n = namespace(l=[]) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }}",
            "{% set n = namespace(l=[]) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l|tojson }}",
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
            "{% set a = 'a' * 10000000 %}{% for i in range(1000) %}{{ a.find('a' * 5000000 + 'b') }}{% endfor %}",
            "{% for i in range(100000) %}{{ 'a' * 10000 }}{% endfor %}",
            "{% for a in range(30) %}{% set x %}{% for b in range(100000) %}{{ 'a' * 1000 }}{% endfor %}{% endset %}{% endfor %}",
            "{{ 9223372036854775807 + 1 }}", "{{ 2 ** 1000 }}", "{{ 1 // 0 }}", "{{ 1 % 0 }}",
            "{{ 99999999999999999999 }}", "{{ 'a'.split('') }}", "{{ 'a'.replace('', 'b') }}", "{{ [1][::0] }}"})
    void endsInAnError(String template) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThatThrownBy(
                () -> JinjaTemplate.of(template).render(Map.of())).isInstanceOf(JinjaException.class));
    }

    @Test
    void nestingIsBounded() {
        for (String open : new String[]{"(", "[", "not ", "-", "{'a': "}) {
            assertThatThrownBy(() -> JinjaTemplate.of("{{ " + open.repeat(100_000) + " }}"))
                    .isInstanceOf(JinjaException.class);
        }
        assertThatThrownBy(() -> JinjaTemplate.of("{% if x %}".repeat(100_000))).isInstanceOf(JinjaException.class);
        assertThatThrownBy(() -> JinjaTemplate.of("{% if x %}" + "{% elif x %}".repeat(100_000)))
                .isInstanceOf(JinjaException.class);
    }
}
