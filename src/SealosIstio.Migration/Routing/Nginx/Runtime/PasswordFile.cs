using System.Security.Cryptography;
using System.Text;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>A file of users and passwords, as <c>htpasswd</c> writes it.</summary>
internal static class PasswordFile
{
    private const string Itoa64 = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>True when an Authorization header names a user of the file and the right password.</summary>
    public static bool Accepts(string file, string? authorization)
    {
        if (authorization?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) != true)
            return false;
        var buffer = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[6..].Trim(), buffer, out var length))
            return false;
        var credentials = Encoding.UTF8.GetString(buffer, 0, length);
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return false;
        foreach (var line in file.Split('\n', StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(':');
            if (parts.Length >= 2 && parts[0] == credentials[..colon])
                return Matches(parts[1], credentials[(colon + 1)..]);
        }
        return false;
    }

    /// <summary>
    /// The schemes that nginx computes itself. What it leaves to the C library's crypt (DES, SHA-512) counts as wrong here.
    /// </summary>
    private static bool Matches(string stored, string password)
    {
        if (stored.StartsWith("{PLAIN}", StringComparison.Ordinal))
            return stored[7..] == password;
        if (stored.StartsWith("$apr1$", StringComparison.Ordinal))
            return stored.Split('$') is [_, _, var salt, var hash] && Apr1(password, salt) == hash;
        var bytes = Encoding.UTF8.GetBytes(password);
        if (stored.StartsWith("{SHA}", StringComparison.Ordinal))
            return stored[5..] == Convert.ToBase64String(Sha1(bytes));
        if (!stored.StartsWith("{SSHA}", StringComparison.Ordinal))
            return false;
        var salted = new byte[stored.Length];
        if (!Convert.TryFromBase64String(stored[6..], salted, out var length) || length < 20)
            return false;
        return Sha1([.. bytes, .. salted[20..length]]).AsSpan().SequenceEqual(salted.AsSpan(0, 20));
    }

#pragma warning disable CA5350, CA5351 // The formats of htpasswd are made of these; nothing is protected by them here.
    private static byte[] Sha1(byte[] bytes) => SHA1.HashData(bytes);

    private static byte[] Md5(List<byte> bytes) => MD5.HashData([.. bytes]);
#pragma warning restore CA5350, CA5351

    /// <summary>Apache's variant of MD5: a thousand rounds over password and salt.</summary>
    private static string Apr1(string password, string salt)
    {
        var word = Encoding.UTF8.GetBytes(password);
        var grain = Encoding.UTF8.GetBytes(salt);
        var inner = Md5([.. word, .. grain, .. word]);
        List<byte> first = [.. word, .. "$apr1$"u8, .. grain];
        for (var left = word.Length; left > 0; left -= 16)
            first.AddRange(inner.Take(Math.Min(16, left)));
        for (var i = word.Length; i > 0; i >>= 1)
            first.Add((i & 1) == 1 ? (byte)0 : word[0]);
        var hash = Md5(first);
        for (var round = 0; round < 1000; round++)
        {
            List<byte> next = [.. (round & 1) == 1 ? word : hash];
            if (round % 3 != 0)
                next.AddRange(grain);
            if (round % 7 != 0)
                next.AddRange(word);
            next.AddRange((round & 1) == 1 ? hash : word);
            hash = Md5(next);
        }
        var result = new StringBuilder();
        foreach (var (a, b, c) in ((int, int, int)[])[(0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5)])
            Append(result, hash[a] << 16 | hash[b] << 8 | hash[c], 4);
        Append(result, hash[11], 2);
        return result.ToString();
    }

    private static void Append(StringBuilder result, int value, int count)
    {
        for (; count > 0; count--, value >>= 6)
            result.Append(Itoa64[value & 0x3f]);
    }
}
