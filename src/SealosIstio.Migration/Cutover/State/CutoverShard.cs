using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>
/// One of several processes that share a cutover or a rollback. Each has the namespaces whose number is its own: the first four bytes of
/// the SHA-256 of the name in UTF-8, as a big-endian number, modulo the count, plus one. So the choice is the same on every machine.
/// </summary>
/// <param name="Index">Which one, 1 to <see cref="Count"/>. The first one also does what concerns the whole cluster.</param>
/// <param name="Count">How many share the work, 1 to <see cref="Most"/>.</param>
public sealed record CutoverShard(int Index, int Count)
{
    /// <summary>So many may share it: the record of a run has an entry for each.</summary>
    public const int Most = 256;

    /// <summary>Whether it does what concerns the whole cluster.</summary>
    public bool IsFirst => Index == 1;

    /// <summary>Whether a namespace is its own; what is in no namespace is the first one's.</summary>
    public bool Has(string? namespaceName) => NumberOf(namespaceName, Count) == Index;

    /// <summary>The shard of a namespace, 1 to <paramref name="count"/>.</summary>
    public static int NumberOf(string? namespaceName, int count)
    {
        if (string.IsNullOrEmpty(namespaceName))
            return 1;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(namespaceName));
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % (uint)count) + 1;
    }

    /// <summary>Reads <c>i/n</c>, such as <c>2/4</c>.</summary>
    /// <exception cref="FormatException">It isn't of that form, or the numbers don't fit each other.</exception>
    public static CutoverShard Parse(string text)
    {
        if (
            text.Split('/') is [var number, var total]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index >= 1
            && index <= count
            && count <= Most
        )
            return new CutoverShard(index, count);
        throw new FormatException(
            $"'{text}' is no shard: right would be i/n with 1 <= i <= n <= {Most}, such as 2/4 for the second of four."
        );
    }

    /// <summary><c>i/n</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
