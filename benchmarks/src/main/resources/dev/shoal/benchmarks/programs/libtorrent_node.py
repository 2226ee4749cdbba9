"""Shares and fetches files with libtorrent, as lines of JSON on the standard input say.

Each line is answered with one. The process ends when its input does.
"""
import argparse
import json
import os
import queue
import sys
import threading
import time

import libtorrent as lt

# Nothing but the peers that are named, TCP alone.
ALONE = {
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_utp": False,
    "enable_outgoing_utp": False,
    "allow_multiple_connections_per_ip": True,
    "alert_mask": 0,
}
# What all tuned settings share: no encryption, everybody unchoked, connections at once.
TUNED = {
    "in_enc_policy": 2,
    "out_enc_policy": 2,
    "unchoke_slots_limit": -1,
    "mixed_mode_algorithm": 0,
    "connection_speed": 500,
    "smooth_connects": False,
}
SETTINGS = {
    "stock": {},
    # One fast machine: deep queues, large buffers.
    "loopback": {
        **TUNED,
        "aio_threads": 4,
        "hashing_threads": 2,
        "request_queue_time": 3,
        "max_out_request_queue": 1500,
        "max_allowed_in_request_queue": 2000,
        "max_queued_disk_bytes": 7 << 20,
        "max_peer_recv_buffer_size": 5 << 20,
        "send_buffer_watermark": 3 << 20,
        "send_buffer_low_watermark": 1 << 20,
        "send_buffer_watermark_factor": 150,
        "send_not_sent_low_watermark": 512 << 10,
        "recv_socket_buffer_size": 1 << 20,
        "send_socket_buffer_size": 1 << 20,
    },
    # Slow links: short queues, so that few pieces are asked for twice.
    "links": {
        **TUNED,
        "aio_threads": 1,
        "hashing_threads": 1,
        "request_queue_time": 1,
        "max_out_request_queue": 100,
        "send_buffer_watermark": 1 << 20,
    },
    # Thousands of torrents: none of them queued by a limit.
    "many": {
        **TUNED,
        "aio_threads": 2,
        "hashing_threads": 1,
        "tick_interval": 100,
        "active_downloads": -1,
        "active_seeds": -1,
        "active_limit": -1,
        "connections_limit": 20000,
        "torrent_connect_boost": 10,
        "file_pool_size": 500,
    },
}
PATIENCE_SECONDS = 900


class Node:
    def __init__(self, options):
        settings = {**ALONE, **SETTINGS[options.settings]}
        settings["listen_interfaces"] = options.listen
        self.kind = {
            "v1": getattr(lt.create_torrent, "v1_only", 64),
            "v2": getattr(lt.create_torrent, "v2_only", 32),
        }[options.version]
        self.session = lt.session(settings)

    def port(self):
        return self.session.listen_port()

    def add(self, torrent, directory):
        # Neither paused nor queued: it starts at once. And nobody takes its file on trust.
        return self.session.add_torrent(
            {
                "ti": torrent,
                "save_path": directory,
                "flags": lt.torrent_flags.update_subscribe,
            }
        )

    def torrent(self, path, piece):
        files = lt.file_storage()
        lt.add_files(files, path)
        made = lt.create_torrent(files, piece, self.kind)
        lt.set_piece_hashes(made, os.path.dirname(path))
        return lt.bencode(made.generate())

    def share(self, request):
        path = request["file"]
        data = self.torrent(path, request["chunk_size"])
        name = "%s.%d.torrent" % (path, os.getpid())
        with open(name, "wb") as out:
            out.write(data)
        handle = self.add(lt.torrent_info(name), os.path.dirname(path))
        wait([handle], 0.05)
        return {"id": name}

    def get(self, request):
        info = lt.torrent_info(request["id"])
        start = time.monotonic()
        handle = self.add(info, os.path.dirname(request["file"]))
        connect(handle, request["sources"])
        wait([handle], 0.01)
        seconds = time.monotonic() - start
        if not request["keep"]:
            self.session.remove_torrent(handle)
        return {"seconds": seconds}

    def share_all(self, request):
        directory = request["directory"]
        start = time.monotonic()
        lines = []
        pending = []
        for name in sorted(os.listdir(directory)):
            data = self.torrent(os.path.join(directory, name), 0)
            lines.append(data.hex())
            pending.append(self.add(lt.torrent_info(lt.bdecode(data)), directory))
        wait(pending, 0.05)
        with open(request["list"], "w") as out:
            out.write("\n".join(lines))
        return {"seconds": time.monotonic() - start}

    def get_all(self, request):
        with open(request["list"]) as lines:
            infos = [lt.torrent_info(lt.bdecode(bytes.fromhex(line))) for line in lines]
        start = time.monotonic()
        running = []
        for info in infos:
            while len(running) >= request["at_a_time"]:
                running = self.without_complete(running)
            handle = self.add(info, request["directory"])
            connect(handle, request["sources"])
            running.append(handle)
        while running:
            running = self.without_complete(running)
            if time.monotonic() - start > PATIENCE_SECONDS:
                raise TimeoutError("not all files came in time")
        return {"seconds": time.monotonic() - start}

    def without_complete(self, running):
        left = []
        for handle in running:
            if handle.status(0).is_seeding:
                self.session.remove_torrent(handle)
            else:
                left.append(handle)
        if len(left) == len(running):
            time.sleep(0.001)
        return left


def connect(handle, sources):
    for source in sources:
        host, port = source.rsplit(":", 1)
        handle.connect_peer((host, int(port)))


def wait(handles, step):
    end = time.monotonic() + PATIENCE_SECONDS
    for handle in handles:
        while not handle.status(0).is_seeding:
            if time.monotonic() > end:
                raise TimeoutError("it did not come in time")
            time.sleep(step)


def read(requests):
    for line in sys.stdin:
        requests.put(json.loads(line))
    os._exit(0)  # whatever is under way


def say(answer):
    print(json.dumps(answer), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--listen", required=True)
    parser.add_argument("--version", choices=["v1", "v2"], default="v1")
    parser.add_argument("--settings", choices=sorted(SETTINGS), default="stock")
    node = Node(parser.parse_args())
    say({"ports": [node.port()]})
    verbs = {
        "share": node.share,
        "get": node.get,
        "share-all": node.share_all,
        "get-all": node.get_all,
    }
    requests = queue.Queue()
    threading.Thread(target=read, args=(requests,), daemon=True).start()
    while True:
        request = requests.get()
        try:
            say(verbs[request["do"]](request))
        except Exception as failure:  # told to whoever asked
            say({"error": str(failure)})


main()
