using System.Globalization;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Serialization;

public sealed class ResourceQuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1500m", "1.5")]
    [InlineData("1Ki", "1024")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("2Ei", "2305843009213693952")]
    [InlineData("1k", "1000")]
    [InlineData("3E", "3000000000000000000")]
    [InlineData("5e3", "5000")]
    [InlineData("12E-1", "1.2")]
    [InlineData("-7M", "-7000000")]
    [InlineData("250u", "0.00025")]
    [InlineData("9n", "0.000000009")]
    [InlineData(".5", "0.5")]
    public void Amounts_are_read(string text, string value)
    {
        Assert.True(new ResourceQuantity(text).TryGetValue(out var read));
        Assert.Equal(decimal.Parse(value, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("1 Gi")]
    [InlineData("1ki")]
    [InlineData("1GiB")]
    [InlineData("1e")]
    [InlineData("1e99")]
    [InlineData("1,5")]
    [InlineData("79228162514264337593543950335k")]
    public void Other_texts_are_no_amounts(string text) => Assert.False(new ResourceQuantity(text).TryGetValue(out _));

    [Fact]
    public void Equality_is_by_amount()
    {
        Assert.Equal(new ResourceQuantity("1"), new ResourceQuantity("1000m"));
        Assert.Equal(new ResourceQuantity("1").GetHashCode(), new ResourceQuantity("1.0").GetHashCode());
        Assert.NotEqual(new ResourceQuantity("1M"), new ResourceQuantity("1Mi"));
        Assert.NotEqual(new ResourceQuantity("x"), new ResourceQuantity("y"));
    }
}
