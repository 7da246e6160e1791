using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Oracle;

/// <summary>The fixtures are whole: every later figure counts on that.</summary>
public sealed class OracleCaseTests
{
    [Fact]
    public void Every_case_and_request_is_loaded()
    {
        var cases = OracleCase.Load();

        Assert.Equal(178, cases.Count);
        Assert.Equal(802, cases.Sum(item => item.Exchanges.Count));
        Assert.All(cases, item => Assert.Contains(item.Objects, value => value is V1IngressClass));
        Assert.All(cases, item => Assert.NotEmpty(item.Note));
    }

    [Fact]
    public void Secrets_hold_a_certificate_for_the_recorded_names()
    {
        var item = OracleCase.Load().Single(item => item.Number == 147);
        var secret = item.Objects.OfType<V1Secret>().Single(secret => secret.Metadata.Name == "c2");

        Assert.Equal(["two.test", "two.test", "alt.test"], OracleCertificates.NamesIn(secret));
        Assert.NotEmpty(secret.Data!["tls.key"]);
    }

    [Fact]
    public void Flags_reach_the_controllers_arguments_and_updates_keep_their_earlier_state()
    {
        var withFlag = OracleCase.Load().Single(item => item.Number == 159);
        var container = withFlag.Objects.OfType<V1Deployment>().Single().Spec!.Template!.Spec!.Containers!.Single();

        Assert.Contains("--watch-ingress-without-class=true", container.Args!);
        Assert.NotEmpty(OracleCase.Load().Single(item => item.Number == 119).Before);
    }

    [Fact]
    public void Requests_keep_their_particulars()
    {
        var tls = OracleCase.Load().Single(item => item.Number == 147);
        var withoutName = tls.Exchanges.Single(exchange => exchange.Request.Id == "r10").Request.Request;
        var allow = OracleCase.Load().Single(item => item.Number == 122);

        Assert.Equal("", withoutName.ServerName);
        Assert.Equal("127.0.0.2", allow.Exchanges[1].Request.Request.SourceIp.ToString());
        Assert.True(OracleCase.Load().Single(item => item.Number == 117).Exchanges[0].Answer.IsConfigRejected);
    }
}
