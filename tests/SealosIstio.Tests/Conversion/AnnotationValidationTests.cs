using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Annotations;

namespace SealosIstio.Tests.Conversion;

public sealed class AnnotationValidationTests
{
    // The numbers name the recorded cases of a real ingress-nginx that show it.
    [Theory]
    [InlineData("permanent-redirect", "https://new.test$request_uri", AnnotationFateKind.DropsIngress)] // 057
    [InlineData("whitelist-source-range", "127.0.0.0/24,nonsense", AnnotationFateKind.DeniesLocation)] // 126
    [InlineData("proxy-body-size", "lots", AnnotationFateKind.Ignored)] // 164
    [InlineData("ssl-redirect", "maybe", AnnotationFateKind.Ignored)] // 164
    [InlineData("proxy-read-timeout", "1h", AnnotationFateKind.Ignored)] // 164
    [InlineData("upstream-vhost", "a b;c", AnnotationFateKind.DropsIngress)] // 164, 178
    [InlineData("rewrite-target", "/x;y", AnnotationFateKind.Ignored)] // 164
    [InlineData("rewrite-target", "/x?y=$1", AnnotationFateKind.Ignored)]
    [InlineData("app-root", "nolead", AnnotationFateKind.Ignored)] // 164
    [InlineData("permanent-redirect", "not a url", AnnotationFateKind.DropsIngress)] // 120, 164
    [InlineData("backend-protocol", "SPDY", AnnotationFateKind.Ignored)] // 139
    public void Agrees_with_the_recorded_controller(string name, string value, object expected) =>
        Assert.Equal(expected, AnnotationValidation.Check(name, value).Kind);

    [Theory]
    [InlineData("client-body-buffer-size", "lots")]
    [InlineData("connection-proxy-header", "upgrade")]
    [InlineData("custom-http-errors", "404;503")]
    [InlineData("default-backend", "Errors")]
    [InlineData("http2-push-preload", "yes")]
    [InlineData("load-balance", "ip_hash")]
    [InlineData("limit-rps", "ten")]
    [InlineData("limit-whitelist", "nonsense")]
    [InlineData("from-to-www-redirect", "maybe")]
    [InlineData("permanent-redirect-code", "moved")]
    [InlineData("server-alias", "a.test;b.test")]
    [InlineData("ssl-passthrough", "enabled")]
    [InlineData("ssl-ciphers", "HIGH;MEDIUM")]
    [InlineData("upstream-hash-by", "$request_uri;")]
    [InlineData("x-forwarded-prefix", "/a b?")]
    [InlineData("auth-type", "oauth")]
    [InlineData("auth-type", "basic\n")]
    [InlineData("auth-url", "http://auth.test/{{ .x }}")]
    [InlineData("auth-tls-secret", "demo/ca;")]
    [InlineData("auth-tls-match-cn", "CN=(")]
    [InlineData("auth-tls-match-cn", "CN=(?=a)")]
    [InlineData("opentelemetry-operation-name", "a b.c")]
    public void Bad_values_of_these_drop_the_Ingress(string name, string value)
    {
        var fate = AnnotationValidation.Check(name, value);

        Assert.Equal(AnnotationFateKind.DropsIngress, fate.Kind);
        Assert.DoesNotContain(value, fate.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allowlist-source-range", "")]
    [InlineData("denylist-source-range", "10.0.0.0/8;")]
    [InlineData("auth-secret", "a;b")]
    [InlineData("auth-secret", "")]
    [InlineData("auth-secret", "a/b/c")]
    [InlineData("auth-secret-type", "my-auth-file")]
    [InlineData("auth-method", "get")]
    [InlineData("auth-response-headers", "X-A: b")]
    [InlineData("auth-response-headers", "X A")]
    [InlineData("auth-url", "auth.test/check")]
    [InlineData("auth-cache-duration", "200 202")]
    [InlineData("auth-cache-duration", "5m 200")]
    [InlineData("auth-tls-secret", "ca")]
    [InlineData("proxy-ssl-secret", "cert")]
    public void Bad_values_of_these_close_the_location(string name, string value) =>
        Assert.Equal(AnnotationFateKind.DeniesLocation, AnnotationValidation.Check(name, value).Kind);

    [Theory]
    [InlineData("auth-cache-duration", "200;")]
    [InlineData("auth-always-set-cookie", "maybe")]
    [InlineData("auth-request-redirect", "https://$host/")]
    public void Bad_values_of_these_open_the_location(string name, string value)
    {
        var fate = AnnotationValidation.Check(name, value);

        Assert.Equal(AnnotationFateKind.Ignored, fate.Kind);
        Assert.Equal(["auth-url"], fate.AlsoIgnored);
    }

    [Theory]
    [InlineData("temporal-redirect", "/relative")]
    [InlineData("from-to-www-redirect", "")]
    public void Bad_values_of_these_end_all_redirects(string name, string value)
    {
        var fate = AnnotationValidation.Check(name, value);

        Assert.Equal(AnnotationFateKind.Ignored, fate.Kind);
        Assert.Contains("permanent-redirect", fate.AlsoIgnored);
    }

    [Theory]
    [InlineData("permanent-redirect", "/relative")]
    [InlineData("rewrite-target", "/$2")]
    [InlineData("cors-allow-origin", "https://a.test, https://*.b.test:8443,null")]
    [InlineData("cors-allow-origin", "*")]
    [InlineData("cors-allow-methods", "PUT, GET")]
    [InlineData("cors-expose-headers", "*, X-A")]
    [InlineData("backend-protocol", " https ")]
    [InlineData("session-cookie-samesite", "Lax")]
    [InlineData("proxy-next-upstream", "error timeout http_502")]
    [InlineData("proxy-body-size", "10 M")]
    [InlineData("proxy-ssl-protocols", "TLSv1.2 TLSv1.3")]
    [InlineData("proxy-cookie-domain", "inner.test outer.test")]
    [InlineData("ssl-ciphers", "ALL:!aNULL:@STRENGTH")]
    [InlineData("server-alias", "a.test, ~^www[0-9]+.a.test$")]
    [InlineData("auth-url", "https://$host/oauth2/auth")]
    [InlineData("auth-cache-duration", "200 202 10m, 401 5m")]
    [InlineData("auth-tls-match-cn", "CN=.*client")]
    [InlineData("auth-type", "digest")]
    [InlineData("session-cookie-max-age", "-1")]
    [InlineData("custom-http-errors", "404, 503")]
    [InlineData("configuration-snippet", "anything { goes } \"here\";\n")]
    [InlineData("some-other-name", "\u0000")]
    public void Takes_what_nginx_takes(string name, string value) =>
        Assert.Equal(AnnotationFate.Valid, AnnotationValidation.Check(name, value));

    [Theory]
    [InlineData("rewrite-target", "")]
    [InlineData("session-cookie-max-age", "a0")]
    [InlineData("session-cookie-max-age", "10s")]
    [InlineData("cors-allow-methods", "GET,  PUT")]
    [InlineData("cors-allow-origin", "a.test;b")]
    [InlineData("proxy-ssl-verify", "ON")]
    [InlineData("satisfy", "either")]
    [InlineData("custom-headers", "a;b")]
    [InlineData("cors-allow-origin", "https://a.test\n")]
    public void Ignores_these(string name, string value) =>
        Assert.Equal(AnnotationFateKind.Ignored, AnnotationValidation.Check(name, value).Kind);

    public static TheoryData<string> HostileValues() =>
        [
            "\n",
            "a\r\nb",
            "\0",
            "\"; return 200; #",
            "'",
            "{{ .Secret }}",
            "$(rm -rf /)",
            "`id`",
            "access_by_lua_block { os.execute('id') }",
            "\u2028\ud800",
            "%00%0a",
            "../../etc/passwd",
            new string('a', 1 << 20),
            new string('(', 1 << 20),
            string.Concat(Enumerable.Repeat("error ", 1 << 17)) + "x",
            string.Concat(Enumerable.Repeat("https://a.test,", 1 << 16)) + ";",
            "CN=" + string.Concat(Enumerable.Repeat("(a*)*", 1 << 8)),
        ];

    [Theory]
    [MemberData(nameof(HostileValues))]
    public void Hostile_values_never_throw_and_are_never_echoed(string value) =>
        Assert.All(
            AnnotationCatalog.All,
            annotation => Assert.True(AnnotationValidation.Check(annotation.Name, value).Message.Length < 300)
        );
}
