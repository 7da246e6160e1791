using SealosIstio.Migration.Conversion;

namespace SealosIstio.Tests.Conversion;

public sealed class PathSpellingsTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a.b/~u-v_w", "/a.b/~u-v_w")]
    // Recorded: oracle case 018.
    [InlineData("/c+d", "/c+d /c%2Bd")]
    [InlineData("/a b", "/a%20b")]
    [InlineData("/100%", "/100%25")]
    [InlineData("/文件", "/%E6%96%87%E4%BB%B6")]
    [InlineData("/x{y}@z", "/x%7By%7D@z /x%7By%7D%40z")]
    // As browsers send them, and as RFC 3986 wants them.
    [InlineData("/[0-9]^a|b", "/[0-9]^a|b /%5B0-9%5D%5Ea%7Cb")]
    public void A_path_is_matched_as_clients_may_send_it(string path, string expected) =>
        Assert.Equal(expected.Split(' '), PathSpellings.Of(path));
}
