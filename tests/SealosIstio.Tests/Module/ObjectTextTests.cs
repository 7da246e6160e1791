using System.Globalization;
using SealosIstio.Display;
using SealosIstio.Tests.Applying;

namespace SealosIstio.Tests.Module;

public sealed class ObjectTextTests
{
    [Theory]
    [InlineData("00:00:42", "42s")]
    [InlineData("00:01:59", "119s")]
    [InlineData("00:05:10", "5m")]
    [InlineData("03:12:00", "3h12m")]
    [InlineData("03:00:10", "3h")]
    [InlineData("5.03:00:00", "5d3h")]
    [InlineData("40.03:00:00", "40d")]
    [InlineData("744.00:00:00", "2y14d")]
    [InlineData("-00:00:05", "0s")]
    public void Ages_read_as_in_kubectl(string age, string expected)
    {
        var now = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        var route = Objects.Route("ns-a", "web", "a.example.com");
        route.Metadata.CreationTimestamp = (now - TimeSpan.Parse(age, CultureInfo.InvariantCulture)).ToString(
            "yyyy-MM-ddTHH:mm:ssZ",
            CultureInfo.InvariantCulture
        );

        Assert.Equal(expected, ObjectText.Age(route, now));
    }

    [Fact]
    public void An_object_that_no_server_has_seen_has_no_age() =>
        Assert.Equal("", ObjectText.Age(Objects.Route("ns-a", "web", "a.example.com")));
}
