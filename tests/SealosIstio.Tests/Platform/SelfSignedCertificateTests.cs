using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Platform;

public sealed class SelfSignedCertificateTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_Secret_holds_a_key_and_a_certificate_for_every_name()
    {
        var secret = SelfSignedCertificate.Create(
            "wildcard-cert",
            "istio-system",
            ["*.cloud.sealos.io", "cloud.sealos.io"],
            TimeSpan.FromDays(365),
            Now
        );
        using var pair = X509Certificate2.CreateFromPem(
            Encoding.ASCII.GetString(secret.Data!["tls.crt"]),
            Encoding.ASCII.GetString(secret.Data["tls.key"])
        );

        Assert.Equal(
            ("kubernetes.io/tls", "Secret istio-system/wildcard-cert"),
            (secret.Type, ResourceIdentity.Of(secret).ToString())
        );
        Assert.Equal("sealos-istio", secret.Metadata.Labels!["app.kubernetes.io/managed-by"]);
        Assert.Equal(2048, pair.GetRSAPrivateKey()!.KeySize);
        Assert.Equal("CN=*.cloud.sealos.io", pair.Subject);
        Assert.True(pair.MatchesHostname("shop.cloud.sealos.io", allowCommonName: false));
        Assert.True(pair.MatchesHostname("cloud.sealos.io", allowCommonName: false));
        Assert.False(pair.MatchesHostname("a.b.cloud.sealos.io", allowCommonName: false));
        Assert.Equal(Now.AddDays(365).UtcDateTime, pair.NotAfter.ToUniversalTime());
        Assert.True(pair.NotBefore.ToUniversalTime() < Now.UtcDateTime);
        Assert.Contains(
            pair.Extensions.OfType<X509EnhancedKeyUsageExtension>(),
            usage => usage.EnhancedKeyUsages["1.3.6.1.5.5.7.3.1"] is not null
        );
        Assert.False(pair.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
    }

    [Fact]
    public void It_verifies_with_itself_as_the_only_root()
    {
        var secret = SelfSignedCertificate.Create("c", "n", ["a.example.com"], TimeSpan.FromDays(1), Now);
        using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(secret.Data!["tls.crt"]));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Now.AddHours(1).UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));

        Assert.True(
            chain.Build(certificate),
            string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation))
        );
    }

    [Fact]
    public void Two_of_them_have_different_keys()
    {
        var keys = Enumerable
            .Range(0, 2)
            .Select(_ =>
                SelfSignedCertificate.Create("c", "n", ["a.example.com"], TimeSpan.FromDays(1), Now).Data!["tls.key"]
            );

        Assert.Equal(2, keys.Select(Convert.ToBase64String).Distinct().Count());
    }

    [Fact]
    public void A_name_too_long_for_a_subject_stands_among_the_alternatives_alone()
    {
        var name = $"{new string('a', 60)}.example.com";
        var secret = SelfSignedCertificate.Create("c", "n", [name], TimeSpan.FromDays(1), Now);
        using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(secret.Data!["tls.crt"]));

        Assert.Equal("", certificate.Subject);
        Assert.True(certificate.MatchesHostname(name, allowCommonName: false));
    }

    [Theory]
    [InlineData("c", "*")]
    [InlineData("c", "a b")]
    [InlineData("c", "a.*.com")]
    [InlineData("C", "a.example.com")]
    public void What_cannot_be_right_is_refused(string secret, string name) =>
        Assert.Equal(
            ResourceProblem.Invalid,
            Assert
                .Throws<ResourceException>(() =>
                    SelfSignedCertificate.Create(secret, "n", [name], TimeSpan.FromDays(1), Now)
                )
                .Problem
        );
}
