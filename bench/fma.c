// The most that the processor's multiply-adds can do: what no product of
// matrices is faster than. Usage: fma THREADS. It answers "run N" as the other
// engines of peers.py do; one run is FLOPS operations on each thread.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#if defined(__AVX512F__)
#define WIDTH 16
#elif defined(__AVX__)
#define WIDTH 8
#else
#define WIDTH 4
#endif
typedef float vector __attribute__((vector_size(4 * WIDTH)));

enum { SUMS = 12, STEPS = 1 << 23 }; // sums enough to hide the latency of an operation; steps, to make waking a thread a trifle
#define FLOPS (2.0 * WIDTH * SUMS * STEPS)

vector sink; // not static: it counts as read, so the work is done

static void *work(void *unused) {
	vector s[SUMS], a, b;
	for (int i = 0; i < WIDTH; i++)
		a[i] = 0.999f + i * 1e-6f, b[i] = 1e-3f;
	for (int i = 0; i < SUMS; i++)
		s[i] = b * (float)(i + 1);
	for (int n = 0; n < STEPS; n++) {
#pragma GCC unroll 12
		for (int i = 0; i < SUMS; i++)
			s[i] = s[i] * a + b;
	}
	for (int i = 1; i < SUMS; i++)
		s[0] += s[i];
	sink = s[0];
	return unused;
}

static double seconds(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static double processor(void) {
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
}

int main(int argc, char **argv) {
	int threads = argc > 1 ? atoi(argv[1]) : 1, n;
	pthread_t t[64];
	if (threads < 1 || threads > 64)
		return 2;
	printf("{\"flops\": %.0f}\n", FLOPS * threads);
	fflush(stdout);
	while (scanf(" run %d", &n) == 1) {
		double cpu[1000], wall[1000];
		n = n < 1000 ? n : 1000;
		for (int r = 0; r < n; r++) {
			double c = processor(), w = seconds();
			for (int i = 1; i < threads; i++)
				pthread_create(&t[i], NULL, work, NULL);
			work(NULL);
			for (int i = 1; i < threads; i++)
				pthread_join(t[i], NULL);
			cpu[r] = processor() - c, wall[r] = seconds() - w;
		}
		printf("{\"cpu\": [");
		for (int r = 0; r < n; r++)
			printf("%s%.9f", r ? ", " : "", cpu[r]);
		printf("], \"wall\": [");
		for (int r = 0; r < n; r++)
			printf("%s%.9f", r ? ", " : "", wall[r]);
		printf("]}\n");
		fflush(stdout);
	}
}
