using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Tests.Cutover;

/// <summary>Every namespace is one shard's, the same everywhere.</summary>
public sealed class CutoverShardTests
{
    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("2/4", 2, 4)]
    [InlineData("256/256", 256, 256)]
    public void A_shard_is_written_as_number_and_count(string text, int index, int count)
    {
        var shard = CutoverShard.Parse(text);

        Assert.Equal((index, count), (shard.Index, shard.Count));
        Assert.Equal(text, shard.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1/257")]
    [InlineData("-1/4")]
    [InlineData("1/4 ")]
    [InlineData("a/b")]
    public void What_is_no_shard_is_refused_with_what_would_be_right(string text)
    {
        var exception = Assert.Throws<FormatException>(() => CutoverShard.Parse(text));

        Assert.Contains("such as 2/4", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_namespace_is_exactly_one_shards_and_none_has_far_more_than_its_share()
    {
        var counts = Enumerable
            .Range(0, 4000)
            .Select(number => $"ns-{number:x8}")
            .GroupBy(name => Assert.Single(Enumerable.Range(1, 4), index => new CutoverShard(index, 4).Has(name)))
            .Select(group => group.Count());

        Assert.All(counts, count => Assert.InRange(count, 900, 1100));
    }

    [Fact]
    public void The_choice_is_the_documented_one_and_what_is_in_no_namespace_is_the_first_ones()
    {
        // printf ns-user1 | sha256sum begins with dcd261a7; modulo 4 that is 3, the fourth of them.
        Assert.Equal(4, CutoverShard.NumberOf("ns-user1", 4));
        Assert.Equal(1, CutoverShard.NumberOf(null, 4));
    }
}
