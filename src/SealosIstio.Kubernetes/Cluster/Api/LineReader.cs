namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>Cuts an arriving answer into lines, however the network cut it into pieces.</summary>
internal sealed class LineReader(ApiStream stream, int maxLineBytes)
{
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private bool ended;

    /// <summary>The next line that isn't blank, valid until the next call; null at the end.</summary>
    /// <exception cref="ResponseTooLargeException">A line is longer than the bound.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = start;
        while (true)
        {
            var index = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (index >= 0 || (ended && end > start))
            {
                var lineEnd = index >= 0 ? searched + index : end;
                var line = buffer.AsMemory(start, lineEnd - start);
                start = searched = Math.Min(lineEnd + 1, end);
                if (line.Span.Trim(" \r\t"u8).Length > 0)
                    return line;
                continue;
            }
            if (ended)
                return null;

            searched = MakeRoom();
            var count = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            end += count;
            ended = count == 0;
        }
    }

    /// <summary>Moves the unfinished line to the front, or enlarges the buffer; returns where the search goes on.</summary>
    private int MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end >= maxLineBytes)
            throw new ResponseTooLargeException(maxLineBytes);
        if (end == buffer.Length)
            Array.Resize(ref buffer, (int)Math.Min(maxLineBytes, buffer.Length * 2L));
        return end;
    }
}
