using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Tests.Conversion;

public class NumberPatternTests
{
    [Theory]
    [InlineData(0, "0*(?:[1-9][0-9]{1,}|[1-9])")]
    [InlineData(9, "0*(?:[1-9][0-9]{1,})")]
    [InlineData(
        1048576,
        "0*(?:[1-9][0-9]{7,}|[2-9][0-9]{6}|1[1-9][0-9]{5}|10[5-9][0-9]{4}|1049[0-9]{3}|1048[6-9][0-9]{2}|"
            + "10485[8-9][0-9]|104857[7-9])"
    )]
    public void A_pattern_is_short(long limit, string pattern)
    {
        Assert.Equal(pattern, NumberPattern.GreaterThan(limit));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(1048576)]
    [InlineData(1999)]
    [InlineData(long.MaxValue - 1)]
    public void The_number_above_is_matched_and_the_limit_is_not(long limit)
    {
        var pattern = Re2.Compile(NumberPattern.GreaterThan(limit));

        Assert.False(pattern.IsFullMatch(limit.ToString(CultureInfo.InvariantCulture)));
        Assert.True(pattern.IsFullMatch((limit + 1).ToString(CultureInfo.InvariantCulture)));
        Assert.True(pattern.IsFullMatch("00" + (limit + 1).ToString(CultureInfo.InvariantCulture)));
        Assert.False(pattern.IsFullMatch(""));
        Assert.False(pattern.IsFullMatch("-1"));
    }

    [Fact]
    public void Every_number_is_told_apart() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).Two().ToArbitrary(),
                pair =>
                    Re2.Compile(NumberPattern.GreaterThan(pair.Item1))
                        .IsFullMatch(pair.Item2.ToString(CultureInfo.InvariantCulture))
                    == pair.Item2 > pair.Item1
            )
            .QuickCheckThrowOnFailure();
}
