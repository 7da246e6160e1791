using SealosIstio.Migration.Conversion.Annotations;

namespace SealosIstio.Tests.Conversion;

public sealed class AnnotationValueTests
{
    [Theory]
    [InlineData("true", true, true)]
    [InlineData("T", true, true)]
    [InlineData("1", true, true)]
    [InlineData("False", true, false)]
    [InlineData("0", true, false)]
    [InlineData("tRUE", false, false)]
    [InlineData("yes", false, false)]
    [InlineData("on", false, false)]
    [InlineData(" true", false, false)]
    [InlineData("", false, false)]
    public void Reads_booleans_as_Go_does(string text, bool isBool, bool expected)
    {
        Assert.Equal(isBool, AnnotationValue.TryBool(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("60", true, 60)]
    [InlineData("+5", true, 5)]
    [InlineData("-1", true, -1)]
    [InlineData("007", true, 7)]
    [InlineData("9223372036854775808", false, 0)]
    [InlineData("1h", false, 0)]
    [InlineData(" 60", false, 0)]
    [InlineData("1_000", false, 0)]
    [InlineData("1,000", false, 0)]
    [InlineData("1.0", false, 0)]
    public void Reads_integers_as_Go_does(string text, bool isInteger, long expected)
    {
        Assert.Equal(isInteger, AnnotationValue.TryInteger(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("8k", 8192)]
    [InlineData("10M", 10485760)]
    [InlineData("1 g", 1073741824)]
    [InlineData("7b", 7)]
    [InlineData("9999999999g", long.MaxValue)]
    public void Reads_sizes(string text, long bytes)
    {
        Assert.True(AnnotationValue.TrySize(text, out var value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("lots")]
    [InlineData("-1")]
    [InlineData("1.5m")]
    [InlineData("m")]
    [InlineData("10mb")]
    [InlineData(" ")]
    [InlineData(null)]
    public void Refuses_other_sizes(string? text) => Assert.False(AnnotationValue.TrySize(text, out _));

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3/8, 127.0.0.1", "10.0.0.0/8 127.0.0.1")]
    [InlineData("2001:DB8::1/32", "2001:db8::/32")]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.1")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("192.168.7.9/30", "192.168.7.8/30")]
    public void Reads_networks_and_clears_host_bits(string text, string expected)
    {
        Assert.True(AnnotationValue.TryCidrs(text, out var cidrs));
        Assert.Equal(expected.Split(' '), cidrs);
    }

    [Theory]
    [InlineData("127.0.0.0/24,nonsense")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.01")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("10.1")]
    [InlineData("10.0.0.1,")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1::2:3:4:5:6:7:8")]
    [InlineData("::1/129")]
    [InlineData("")]
    public void Refuses_a_list_with_one_bad_network(string text) => Assert.False(AnnotationValue.TryCidrs(text, out _));

    [Theory]
    [InlineData("http://auth.test/check?x=1", "http", "auth.test", "/check", "x=1")]
    [InlineData("HTTPS://auth.test:8443", "https", "auth.test:8443", "", null)]
    [InlineData("https://$host/oauth2/auth", "https", "$host", "/oauth2/auth", null)]
    [InlineData("http://u:p@auth.test/", "http", "auth.test", "/", null)]
    public void Splits_urls_as_Go_does(string text, string scheme, string host, string path, string? query)
    {
        Assert.True(AnnotationValue.TryUrl(text, out var url));
        Assert.Equal(new GoUrl(scheme, host, path, query), url);
    }

    [Theory]
    [InlineData("auth.test/check")]
    [InlineData("/check")]
    [InlineData("http:///check")]
    [InlineData("http://a..b/")]
    [InlineData("http://a b/")]
    [InlineData("http://a:port/")]
    [InlineData("://a")]
    [InlineData("http://a/\n")]
    [InlineData("")]
    public void Refuses_urls_without_scheme_or_host(string text) => Assert.False(AnnotationValue.TryUrl(text, out _));

    [Theory]
    [InlineData("users", null, "users")]
    [InlineData("demo/users", "demo", "users")]
    [InlineData("/users", null, "users")]
    public void Splits_names_with_namespaces(string text, string? @namespace, string name)
    {
        Assert.True(AnnotationValue.TryNamespacedName(text, out var left, out var right));
        Assert.Equal((@namespace, name), (left, right));
    }

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("a/")]
    [InlineData("")]
    public void Refuses_other_names(string text) => Assert.False(AnnotationValue.TryNamespacedName(text, out _, out _));

    [Fact]
    public void Trims_each_line() => Assert.Equal("a\nb", AnnotationValue.Normalize("  a \r\n\tb  "));
}
