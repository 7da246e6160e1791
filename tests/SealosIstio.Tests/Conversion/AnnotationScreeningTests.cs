using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public sealed class AnnotationScreeningTests
{
    [Fact]
    public void Takes_out_what_nginx_ignores_and_says_so()
    {
        var source = AnnotationSources.With(("proxy-read-timeout", "1h"), ("proxy-send-timeout", "30"));

        Assert.Equal(AnnotationFateKind.Ignored, AnnotationScreening.Run(source));

        Assert.Null(source.Annotation("proxy-read-timeout"));
        Assert.Equal("30", source.Annotation("proxy-send-timeout"));
        Assert.False(source.IsRefused);
        var finding = Assert.Single(source.Findings);
        Assert.Equal(
            ("SI1201", FindingSeverity.Warning, "nginx.ingress.kubernetes.io/proxy-read-timeout", "1h"),
            (finding.Code, finding.Severity, finding.Field, finding.Value)
        );
        Assert.Equal(
            "The value isn't a whole number of seconds without unit; nginx ignores it and uses 60.",
            finding.Message
        );
    }

    [Fact]
    public void Refuses_an_Ingress_that_nginx_drops()
    {
        var source = AnnotationSources.With(("upstream-vhost", "a b;c"), ("proxy-read-timeout", "1h"));

        Assert.Equal(AnnotationFateKind.DropsIngress, AnnotationScreening.Run(source));
        Assert.True(source.IsRefused);
        Assert.Contains(source.Findings, finding => finding is { Code: "SI1202", Severity: FindingSeverity.Error });
    }

    [Theory]
    [InlineData("auth-secret", "a;b")]
    [InlineData("auth-cache-duration", "200;")]
    [InlineData("auth-tls-error-page", "a b")]
    [InlineData("temporal-redirect-code", "moved")]
    [InlineData("opentelemetry-operation-name", "a b.c")]
    public void Leaves_bad_values_alone_that_nginx_never_reads(string name, string value)
    {
        var source = AnnotationSources.With((name, value));

        Assert.Equal(AnnotationFateKind.Valid, AnnotationScreening.Run(source));
        Assert.Empty(source.Findings);
    }

    [Fact]
    public void A_temporal_redirect_hides_a_bad_permanent_one()
    {
        var source = AnnotationSources.With(
            ("temporal-redirect", "https://new.test/"),
            ("permanent-redirect", "not a url")
        );

        Assert.Equal(AnnotationFateKind.Valid, AnnotationScreening.Run(source));
    }

    [Fact]
    public void The_current_name_hides_a_bad_value_of_the_old_one()
    {
        var source = AnnotationSources.With(
            ("allowlist-source-range", "10.0.0.0/8"),
            ("whitelist-source-range", "nonsense")
        );

        Assert.Equal(AnnotationFateKind.Valid, AnnotationScreening.Run(source));
    }

    [Fact]
    public void Authentication_that_fails_open_is_taken_out_as_a_whole_with_warnings()
    {
        var source = AnnotationSources.With(("auth-url", "http://auth.test/"), ("auth-cache-duration", "200;"));

        Assert.Equal(AnnotationFateKind.Ignored, AnnotationScreening.Run(source));
        Assert.Empty(source.Annotations);
        Assert.Equal(["SI1720", "SI1720"], source.Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("other/users", AnnotationFateKind.DeniesLocation)]
    [InlineData("demo/users", AnnotationFateKind.Valid)]
    [InlineData("users", AnnotationFateKind.Valid)]
    public void Secrets_of_other_namespaces_close_the_location(string secret, object expected)
    {
        var source = AnnotationSources.With(("auth-type", "basic"), ("auth-secret", secret));

        Assert.Equal(expected, AnnotationScreening.Run(source));
    }

    [Fact]
    public void Authentication_without_users_closes_the_location()
    {
        var source = AnnotationSources.With(("auth-type", "basic"));

        Assert.Equal(AnnotationFateKind.DeniesLocation, AnnotationScreening.Run(source));
        Assert.True(source.IsClosed);
        Assert.False(source.IsRefused);
    }

    [Fact]
    public void Shown_values_hold_no_line_breaks_and_stay_short()
    {
        var source = AnnotationSources.With(("proxy-body-size", "\u001b[31m\r\n" + new string('x', 1000)));

        AnnotationScreening.Run(source);

        var value = Assert.Single(source.Findings).Value!;
        Assert.True(value.Length <= 121);
        Assert.DoesNotContain(value, char.IsControl);
    }
}
