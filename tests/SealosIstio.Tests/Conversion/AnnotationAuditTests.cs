using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public sealed class AnnotationAuditTests
{
    private static readonly ConversionOptions Options = new();

    public static TheoryData<string> AllNames() => [.. AnnotationCatalog.All.Select(annotation => annotation.Name)];

    [Theory]
    [MemberData(nameof(AllNames))]
    public void No_annotation_disappears_without_a_finding(string name)
    {
        var source = AnnotationSources.With((name, ValueOf(name)));

        AnnotationAudit.Run(source, Options);

        Assert.True(source.IsReported(name));
        Assert.All(source.Findings, finding => Assert.NotEmpty(finding.Advice));
    }

    [Fact]
    public void Is_silent_on_what_features_applied_or_reported()
    {
        var source = AnnotationSources.WithTls(("rewrite-target", "/$1"), ("proxy-body-size", "32m"));
        source.MarkApplied("rewrite-target");
        source.ReportAnnotation(FindingCatalog.AnnotationValueIgnored, "proxy-body-size");

        AnnotationAudit.Run(source, Options);

        Assert.Equal(["SI1201"], source.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Catches_what_a_feature_forgot()
    {
        var source = AnnotationSources.With(("rewrite-target", "/$1"));

        AnnotationAudit.Run(source, Options);

        Assert.Equal(("SI1240", "/$1"), CodeAndValue(source, "rewrite-target"));
    }

    [Theory]
    [InlineData("proxy-buffer-size", "64k", "SI1211", FindingSeverity.Info)]
    [InlineData("proxy-request-buffering", "on", "SI1212", FindingSeverity.Info)]
    [InlineData("proxy-cookie-path", "/ /k", "SI1213", FindingSeverity.Warning)]
    [InlineData("limit-connections", "5", "SI1220", FindingSeverity.Warning)]
    [InlineData("limit-rate", "5", "SI1221", FindingSeverity.Warning)]
    [InlineData("custom-http-errors", "404", "SI1217", FindingSeverity.Warning)]
    [InlineData("mirror-target", "https://m.test/$request_uri", "SI1219", FindingSeverity.Warning)]
    [InlineData("stream-snippet", "server {}", "SI1230", FindingSeverity.Error)]
    [InlineData("websocket-services", "web", "SI1200", FindingSeverity.Warning)]
    public void Says_what_has_no_counterpart(string name, string value, string code, FindingSeverity severity)
    {
        var source = AnnotationSources.With((name, value));

        AnnotationAudit.Run(source, Options);

        var finding = Assert.Single(source.Findings);
        Assert.Equal((code, severity), (finding.Code, finding.Severity));
        Assert.False(source.IsRefused);
    }

    [Theory]
    [InlineData("canary-weight", "10", "canary isn't true.")]
    [InlineData("cors-max-age", "600", "enable-cors isn't true.")]
    [InlineData("session-cookie-name", "sid", "There is no affinity: cookie.")]
    [InlineData("ssl-redirect", "true", "The Ingress has no TLS.")]
    [InlineData("x-forwarded-prefix", "/app", "There is no rewrite-target.")]
    [InlineData("proxy-ssl-verify", "on", "There is no proxy-ssl-secret.")]
    [InlineData("limit-burst-multiplier", "3", "There is no limit-rps, limit-rpm or limit-connections.")]
    [InlineData("limit-whitelist", "10.0.0.0/8", "There is no limit-rps, limit-rpm or limit-connections.")]
    [InlineData("limit-rps", "0", "0 means no limit.")]
    [InlineData("proxy-body-size", "0", "0 means no limit.")]
    [InlineData("fastcgi-index", "index.php", "backend-protocol isn't FCGI.")]
    [InlineData("opentelemetry-operation-name", "op", "enable-opentelemetry isn't true.")]
    [InlineData("use-regex", "false", "The value is the default.")]
    [InlineData("proxy-http-version", "1.1", "The value is the default.")]
    [InlineData("upstream-hash-by-subset", "true", "There is no upstream-hash-by.")]
    [InlineData("permanent-redirect-code", "308", "There is no permanent-redirect.")]
    public void Says_why_an_annotation_has_no_effect(string name, string value, string reason)
    {
        var source = AnnotationSources.With((name, value));

        AnnotationAudit.Run(source, Options);

        var finding = Assert.Single(source.Findings);
        Assert.Equal(("SI1290", FindingSeverity.Info, reason), (finding.Code, finding.Severity, finding.Message));
    }

    // Recorded as 095: nginx ignores them.
    [Fact]
    public void A_canary_takes_most_from_its_primary()
    {
        var source = AnnotationSources.With(
            ("canary", "true"),
            ("proxy-body-size", "8m"),
            ("auth-url", "http://auth.test/"),
            ("session-cookie-secure", "true"),
            ("affinity", "cookie")
        );
        source.MarkApplied("canary");
        source.MarkApplied("affinity");

        AnnotationAudit.Run(source, Options);

        Assert.False(source.IsRefused);
        Assert.Equal("SI1290", CodeAndValue(source, "proxy-body-size").Code);
        Assert.Equal("SI1790", CodeAndValue(source, "auth-url").Code);
        Assert.Equal("SI1232", CodeAndValue(source, "session-cookie-secure").Code);
    }

    [Fact]
    public void Snippets_and_unknown_values_are_never_shown()
    {
        var source = AnnotationSources.With(
            ("configuration-snippet", "set $token s3cret;"),
            ("auth-snippet", "set $token s3cret;"),
            ("modsecurity-snippet", "SecRule s3cret"),
            ("x-token", "s3cret"),
            ("mirror-target", "http://u:s3cret@m.test/")
        );

        AnnotationAudit.Run(source, Options);

        Assert.Equal(5, source.Findings.Count);
        Assert.All(source.Findings, finding => Assert.DoesNotContain("s3cret", finding.ToString() + finding.Value));
    }

    [Fact]
    public void Says_that_the_Certificate_goes_with_the_Ingress()
    {
        var source = AnnotationSources.WithTls(
            ("cert-manager.io/cluster-issuer", "letsencrypt"),
            ("cert-manager.io/duration", "2160h"),
            ("higress.io/rewrite-path", "/x"),
            ("kubernetes.io/ingress.class", "nginx"),
            ("kubernetes.io/tls-acme", "false"),
            ("example.com/anything", "x")
        );

        AnnotationAudit.Run(source, Options);

        Assert.Equal(
            [("SI1280", "cert-manager.io/cluster-issuer"), ("SI1281", "higress.io/rewrite-path")],
            source.Findings.Select(finding => (finding.Code, finding.Field))
        );
    }

    [Fact]
    public void Without_TLS_no_Certificate_is_at_stake()
    {
        var source = AnnotationSources.With(("kubernetes.io/tls-acme", "true"));

        AnnotationAudit.Run(source, Options);

        Assert.Equal("SI1290", Assert.Single(source.Findings).Code);
    }

    private static (string Code, string? Value) CodeAndValue(IngressSource source, string name)
    {
        var finding = Assert.Single(source.Findings, finding => finding.Field == "nginx.ingress.kubernetes.io/" + name);
        return (finding.Code, finding.Value);
    }

    private static string ValueOf(string name)
    {
        var annotation = AnnotationCatalog.Find(name)!;
        return annotation.ValueKind switch
        {
            AnnotationValueKind.Bool => "true",
            AnnotationValueKind.Enum or AnnotationValueKind.EnumAnyCase => annotation.AllowedValues[^1],
            AnnotationValueKind.Cidrs => "10.0.0.0/8",
            AnnotationValueKind.Size or AnnotationValueKind.Integer or AnnotationValueKind.Seconds => "7",
            _ => "x",
        };
    }
}
