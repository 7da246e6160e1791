using SealosIstio.Migration.Conversion;
using SealosIstio.Tests.Conversion;

namespace SealosIstio.Tests.Rehearsal;

public sealed class IngressAccountingTests
{
    private static readonly string Yaml =
        Cloud.Service("web")
        + Cloud.Ingress("one", Cloud.Rules("one.test", "/ Prefix web 80"))
        + Cloud.Ingress("two", Cloud.Rules("two.test", "/ Prefix web 80"));

    [Fact]
    public void Finds_nothing_where_everything_is_accounted_for()
    {
        var result = Cloud.Convert(Yaml);

        Assert.Empty(IngressAccounting.FindLost(result.Groups.SelectMany(group => group.Source), result));
    }

    [Fact]
    public void Finds_an_Ingress_that_is_in_no_group_or_in_one_that_says_nothing()
    {
        var whole = Cloud.Convert(Yaml);
        var given = whole.Groups.SelectMany(group => group.Source).ToList();
        var silent = whole.Groups[1] with { Objects = [], Findings = [] };

        Assert.Equal([given[0]], IngressAccounting.FindLost(given, new ConversionResult([whole.Groups[1]], [])));
        Assert.Equal(
            [given[1]],
            IngressAccounting.FindLost(given, new ConversionResult([whole.Groups[0], silent], []))
        );
    }
}
