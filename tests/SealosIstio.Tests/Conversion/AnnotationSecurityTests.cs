using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public sealed class AnnotationSecurityTests
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    [Theory]
    [InlineData("auth-type", "basic", "SI1701")]
    [InlineData("enable-modsecurity", "true", "SI1707")]
    [InlineData("ssl-passthrough", "true", "SI1709")]
    public void Refuses_an_Ingress_that_would_lose_its_protection(string name, string value, string code)
    {
        var source = AnnotationSources.With((name, value));

        AnnotationAudit.RefuseInsecure(source, new ConversionOptions());

        Assert.True(source.IsRefused);
        var finding = Assert.Single(source.Findings);
        Assert.Equal(
            (code, FindingSeverity.Error, Prefix + name, value),
            (finding.Code, finding.Severity, finding.Field, finding.Value)
        );
    }

    [Fact]
    public void Converts_it_when_the_user_accepts_the_code()
    {
        var source = AnnotationSources.With(("enable-modsecurity", "true"));
        var options = new ConversionOptions { AllowInsecure = new HashSet<string> { "SI1707" } };

        AnnotationAudit.RefuseInsecure(source, options);

        Assert.False(source.IsRefused);
        var finding = Assert.Single(source.Findings);
        Assert.Equal(("SI1700", FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("SI1707", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Coraza", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepting_one_code_accepts_no_other()
    {
        var source = AnnotationSources.With(("ssl-passthrough", "true"), ("enable-modsecurity", "true"));
        var options = new ConversionOptions { AllowInsecure = new HashSet<string> { "SI1707" } };

        AnnotationAudit.RefuseInsecure(source, options);

        Assert.True(source.IsRefused);
    }

    [Fact]
    public void Details_point_at_the_main_annotation()
    {
        var source = AnnotationSources.With(
            ("auth-realm", "Staff only"),
            ("auth-secret", "users"),
            ("auth-type", "basic")
        );

        AnnotationAudit.RefuseInsecure(source, new ConversionOptions());
        AnnotationAudit.Run(source, new ConversionOptions());

        Assert.Equal(
            [("SI1701", Prefix + "auth-type"), ("SI1791", Prefix + "auth-realm"), ("SI1791", Prefix + "auth-secret")],
            source.Findings.Select(finding => (finding.Code, finding.Field)).Order()
        );
        Assert.Contains(source.Findings, finding => finding.Message.Contains("auth-type", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("auth-realm", "Staff only")]
    [InlineData("auth-signin", "https://login.test/")]
    [InlineData("satisfy", "any")]
    [InlineData("satisfy", "all")]
    [InlineData("enable-modsecurity", "false")]
    [InlineData("enable-owasp-core-rules", "true")]
    [InlineData("enable-global-auth", "false")]
    [InlineData("auth-tls-verify-client", "on")]
    [InlineData("ssl-passthrough", "false")]
    public void What_protects_nothing_is_only_an_Info(string name, string value)
    {
        var source = AnnotationSources.With((name, value));

        AnnotationAudit.RefuseInsecure(source, new ConversionOptions());

        Assert.False(source.IsRefused);
        var finding = Assert.Single(source.Findings);
        Assert.Equal(("SI1790", FindingSeverity.Info), (finding.Code, finding.Severity));
    }

    [Fact]
    public void Asking_for_the_global_authentication_is_a_warning()
    {
        var source = AnnotationSources.With(("enable-global-auth", "true"));

        AnnotationAudit.Run(source, new ConversionOptions());

        Assert.False(source.IsRefused);
        Assert.Equal("SI1703", Assert.Single(source.Findings).Code);
    }

    [Fact]
    public void Either_address_or_password_is_an_error_of_its_own()
    {
        var source = AnnotationSources.With(
            ("auth-type", "basic"),
            ("auth-secret", "users"),
            ("whitelist-source-range", "10.0.0.0/8"),
            ("satisfy", "any")
        );

        AnnotationAudit.RefuseInsecure(source, new ConversionOptions());

        Assert.Equal(
            ["SI1701", "SI1706"],
            source
                .Findings.Where(finding => finding.Severity == FindingSeverity.Error)
                .Select(finding => finding.Code)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_redirect_goes_before_the_protection()
    {
        var source = AnnotationSources.With(
            ("permanent-redirect", "https://new.test/"),
            ("auth-url", "http://auth.test/"),
            ("whitelist-source-range", "10.0.0.0/8")
        );

        AnnotationAudit.RefuseInsecure(source, new ConversionOptions());

        Assert.False(source.IsRefused);
        Assert.All(source.Findings, finding => Assert.Equal("SI1790", finding.Code));
    }

    [Fact]
    public void Client_certificates_that_nginx_does_not_ask_for_protect_nothing()
    {
        var source = AnnotationSources.With(("auth-tls-secret", "demo/ca"), ("auth-tls-verify-client", "off"));

        AnnotationAudit.RefuseInsecure(source, new ConversionOptions());

        Assert.False(source.IsRefused);
    }

    [Fact]
    public void A_list_that_closes_the_location_is_reported_once()
    {
        var source = AnnotationSources.With(("whitelist-source-range", "nonsense"));

        AnnotationScreening.Run(source);
        AnnotationAudit.RefuseInsecure(source, new ConversionOptions());
        AnnotationAudit.Run(source, new ConversionOptions());

        Assert.True(source.IsClosed);
        Assert.False(source.IsRefused);
        Assert.Equal("SI1203", Assert.Single(source.Findings).Code);
    }

    [Fact]
    public void Another_finding_on_the_annotation_does_not_let_it_slip_through()
    {
        var source = AnnotationSources.With(("enable-modsecurity", "true"));
        source.ReportAnnotation(FindingCatalog.AnnotationHasNoEffect, "enable-modsecurity");

        AnnotationAudit.RefuseInsecure(source, new ConversionOptions());

        Assert.True(source.IsRefused);
    }

    [Theory]
    [InlineData("whitelist-source-range", "nonsense")]
    [InlineData("denylist-source-range", "10.0.0.1,")]
    [InlineData("enable-modsecurity", "true")]
    [InlineData("block-cidrs", "10.0.0.1")]
    [InlineData("block-user-agents", "BadBot")]
    public void The_controllers_own_protection_counts_for_every_Ingress(string key, string value)
    {
        var source = AnnotationSources.With();

        AnnotationAudit.RefuseInsecure(source, new ConversionOptions(), Controller((key, value)));

        Assert.True(source.IsRefused);
        var finding = Assert.Single(source.Findings);
        Assert.Equal(("SI1710", "ConfigMap data." + key), (finding.Code, finding.Field));
    }

    [Theory]
    [InlineData("enable-modsecurity", "true", "enable-modsecurity", "false")]
    [InlineData("whitelist-source-range", "nonsense", "permanent-redirect", "https://new.test/")]
    [InlineData("block-cidrs", "10.0.0.1", "canary", "true")]
    [InlineData("enable-modsecurity", "false", "use-regex", "true")]
    public void An_Ingress_may_be_exempt_from_it(string key, string value, string annotation, string annotationValue)
    {
        var source = AnnotationSources.With((annotation, annotationValue));

        AnnotationAudit.RefuseInsecure(source, new ConversionOptions(), Controller((key, value)));

        Assert.False(source.IsRefused);
        Assert.DoesNotContain(source.Findings, finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void The_ConfigMap_tells_whether_global_authentication_is_at_stake()
    {
        var source = AnnotationSources.With(("enable-global-auth", "true"));

        AnnotationAudit.Run(source, new ConversionOptions(), Controller(("global-auth-url", "")));

        Assert.False(source.IsRefused);
        Assert.Equal("SI1790", Assert.Single(source.Findings).Code);
    }

    [Fact]
    public void The_user_may_accept_the_loss_of_the_controllers_protection()
    {
        var source = AnnotationSources.With();
        var options = new ConversionOptions { AllowInsecure = new HashSet<string> { "SI1710" } };

        AnnotationAudit.RefuseInsecure(source, options, Controller(("block-cidrs", "10.0.0.1")));

        Assert.False(source.IsRefused);
        Assert.Equal("SI1700", Assert.Single(source.Findings).Code);
    }

    private static ControllerSettings Controller(params (string Key, string Value)[] data) =>
        ControllerSettings.Read(
            ClusterSnapshot.Create([
                new V1ConfigMap
                {
                    Metadata = new V1ObjectMeta
                    {
                        Name = "ingress-nginx-controller",
                        NamespaceProperty = "ingress-nginx",
                    },
                    Data = data.ToDictionary(pair => pair.Key, pair => pair.Value),
                },
            ]),
            new ConversionOptions()
        );
}
